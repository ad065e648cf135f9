import Testing

@testable import Networks

@Suite struct MemoryTests {
    @Test func `facts are merged, a session is replaced whole`() {
        var memory = Memory(facts: ["a": "1", "b": "2"], session: ["accessToken": "x", "old": "y"])
        memory.keep(.init(facts: ["b": "3"]))
        #expect(memory == Memory(facts: ["a": "1", "b": "3"], session: ["accessToken": "x", "old": "y"]))
        memory.keep(.init(session: ["accessToken": "z"]))
        #expect(memory.session == ["accessToken": "z"])
    }

    @Test func `what is no longer good is dropped`() {
        var memory = Memory(session: ["accessToken": "x", "refreshToken": "y"])
        memory.forget(.init(accessToken: true))
        #expect(memory.session == ["refreshToken": "y"])
        memory.forget(.init(session: true))
        #expect(memory.session.isEmpty)
        var errand = errand(["x"], handles: ["media.0": "1", "part.0": "2"])
        errand.forget(.init(handles: ["media.0"]))
        #expect(errand.handles == ["part.0": "2"])
    }

    @Test func `a fact is fresh for so long, and not for ever when the clock was set back`() {
        let memory = Memory(facts: ["at": "10000"])
        #expect(memory.isFresh("at", within: 60, clock: 10_059))
        #expect(!memory.isFresh("at", within: 60, clock: 10_060))
        #expect(memory.isFresh("at", within: 60, clock: 6_401))
        #expect(!memory.isFresh("at", within: 60, clock: 6_400))
        #expect(!memory.isFresh("never", within: 60, clock: 10_000))
    }
}
