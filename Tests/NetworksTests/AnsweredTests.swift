import Testing

@testable import Networks

@Suite struct AnsweredTests {
    @Test func `who wrote after our last answer waits, the longest counts`() {
        var answered = Answered()
        answered.add("did:plc:a", at: morning - 600)
        answered.add("did:plc:a", at: morning - 900)
        let kept = Answered(text: answered.text)
        #expect(kept == answered)
        #expect(kept.oldest(of: [("did:plc:a", morning - 600)], clock: morning) == nil)
        #expect(kept.oldest(of: [("did:plc:a", morning - 540)], clock: morning) == morning - 540)
        #expect(
            kept.oldest(of: [("did:plc:b", morning - 60), ("did:plc:c", morning - 120)], clock: morning)
                == morning - 120)
    }

    @Test func `after two weeks nobody waits`() {
        let limit = morning - 14 * 86_400
        #expect(Answered().oldest(of: [("a", limit)], clock: morning) == nil)
        #expect(Answered().oldest(of: [("a", limit + 1)], clock: morning) == limit + 1)
    }

    @Test func `a text that is none means nobody`() {
        #expect(Answered(text: "x @ a@b") == Answered())
    }
}
