import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct RuleExampleTests {
    static let examples = RuleRegistry.all.flatMap { rule in
        rule.examples.map { (rule: rule.name, example: $0) }
    }

    @Test(arguments: examples)
    func `an example is what it says`(rule: RuleName, example: RuleExample) throws {
        let type = try #require(RuleRegistry.all.first { $0.name == rule })
        let refusals = example.scene.refusals(by: type)
        #expect(refusals.isEmpty == example.isAdmitted, "\(rule): \(example.title)")
        #expect(refusals.allSatisfy { $0.rule == rule })
    }

    @Test func `every rule has an example that holds and one that breaks`() {
        for rule in RuleRegistry.all {
            let verdicts = Set(rule.examples.map { $0.isAdmitted })
            let name = rule.name
            #expect(verdicts == [true, false], "\(name)")
        }
    }

    @Test func `sentences are lower case without a full stop`() {
        for (_, example) in Self.examples {
            for rule in RuleRegistry.all {
                for refusal in example.scene.refusals(by: rule) {
                    let sentence = refusal.sentence(in: example.scene.zone)
                    #expect(sentence.first?.isUppercase == false && sentence.last != ".")
                }
            }
        }
    }
}
