import Foundation
import Policies
import Testing

struct PresetTests {
    @Test func `the built-in presets are the files of the repository`() throws {
        let folder = Example.root.appendingPathComponent("policies/presets")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".yaml")
        }
        #expect(files.sorted() == Preset.all.map { $0.name + ".yaml" }.sorted())
        for preset in Preset.all {
            let bytes = try #require(Example.file("policies/presets/\(preset.name).yaml"))
            #expect(preset.text == String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(arguments: Preset.all.map(\.name))
    func `a preset is a sound policy once it has an account`(name: String) throws {
        let (policy, diagnostics) = Example.read("extends: presets/\(name)\n" + Example.account)
        #expect(Example.lines(diagnostics) == "")
        #expect(try #require(policy).accounts[0].settings.pace != nil)
    }

    @Test func `a preset is found by its name`() {
        #expect(Preset(named: "4-1-1")?.name == "4-1-1")
        #expect(Preset(named: "nothing") == nil)
        #expect(Preset.all.first?.name == "always-there")
    }
}
