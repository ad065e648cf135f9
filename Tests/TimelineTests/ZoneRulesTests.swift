import Testing

@testable import Timeline

@Suite struct ZoneRulesTests {
    /// A TZif file of version 2 with no data in its first block.
    func file(transitions: [(at: Int, type: UInt8)], offsets: [Int], footer: String) -> [UInt8] {
        func bytes(_ value: Int, _ width: Int) -> [UInt8] {
            (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        func header(_ counts: [Int]) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { bytes($0, 4) }
        }
        var all = header([0, 0, 0, 0, 0, 0]) + header([0, 0, 0, transitions.count, offsets.count, 4])
        all += transitions.flatMap { bytes($0.at, 8) } + transitions.map(\.type)
        all += offsets.flatMap { bytes($0, 4) + [0, 0] } + Array("XXX\0".utf8)
        return all + Array("\n\(footer)\n".utf8)
    }

    @Test func `an offset holds from its transition on`() throws {
        let bytes = file(
            transitions: [(-1_000_000_000_000, 1), (100, 2), (200, 1)], offsets: [-1172, 3600, 7200],
            footer: "")
        let rules = try ZoneRules(tzif: bytes)
        #expect(rules.offset(at: -1_000_000_000_001) == -1172)
        #expect(rules.offset(at: -1_000_000_000_000) == 3600)
        #expect(rules.offset(at: 99) == 3600)
        #expect(rules.offset(at: 100) == 7200)
        #expect(rules.offset(at: 199) == 7200)
        #expect(rules.offset(at: 4_000_000_000) == 3600)
    }

    @Test func `the footer holds after the last transition`() throws {
        let rules = try ZoneRules(
            tzif: file(transitions: [(100, 1)], offsets: [0, 3600], footer: "CET-1CEST,M3.5.0,M10.5.0/3"))
        #expect(rules.offset(at: 99) == 0)
        #expect(rules.offset(at: 100) == 3600)
        #expect(rules.offset(at: 2_342_653_200) == 7200)
    }

    @Test func `a file without transitions has one offset or a rule`() throws {
        #expect(
            try ZoneRules(tzif: file(transitions: [], offsets: [20700], footer: "")).offset(at: 0) == 20700)
        let rules = try ZoneRules(tzif: file(transitions: [], offsets: [0], footer: "<+0545>-5:45"))
        #expect(rules.offset(at: 0) == 20700)
    }

    @Test func `what is no TZif file is refused`() {
        #expect(throws: ZoneRules.ReadError.notTZif) { try ZoneRules(tzif: []) }
        #expect(throws: ZoneRules.ReadError.notTZif) { try ZoneRules(tzif: Array(repeating: 65, count: 99)) }
        var old = file(transitions: [], offsets: [0], footer: "")
        old[4] = 0
        #expect(throws: ZoneRules.ReadError.notTZif) { try ZoneRules(tzif: old) }
    }

    @Test func `a rule that cannot be read is named`() {
        #expect(throws: ZoneRules.ReadError.badFooter("CET")) {
            try ZoneRules(tzif: file(transitions: [], offsets: [0], footer: "CET"))
        }
    }

    @Test func `a transition to a type that is not there is refused`() {
        #expect(throws: ZoneRules.ReadError.truncated) {
            try ZoneRules(tzif: file(transitions: [(0, 7)], offsets: [0], footer: ""))
        }
    }

    @Test func `no cut and no flipped byte of a file makes the reader fall over`() throws {
        let whole = file(transitions: [(100, 1), (200, 0)], offsets: [0, 3600], footer: "UTC0")
        for length in 0..<whole.count - 6 {
            #expect(throws: ZoneRules.ReadError.self) { try ZoneRules(tzif: Array(whole[..<length])) }
        }
        for index in whole.indices {
            for flip: UInt8 in [0x01, 0x7F, 0x80, 0xFF] {
                var broken = whole
                broken[index] ^= flip
                // Either outcome is fine, as long as there is one.
                _ = try? ZoneRules(tzif: broken).offset(at: 150)
            }
        }
    }
}
