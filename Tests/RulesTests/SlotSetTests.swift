import Rules
import Testing

struct SlotSetTests {
    private func set(_ slots: Int...) -> SlotSet {
        var set = SlotSet(limit: 130)
        for slot in slots { set.insert(slot) }
        return set
    }

    @Test func `slots on both sides of a word's end are told apart`() {
        let all = set(0, 63, 64, 129)
        #expect((0..<130).filter(all.contains) == [0, 63, 64, 129])
        #expect(all.count == 4 && all.first == 0)
        #expect(set(129).first == 129 && set().first == nil && set().count == 0)
    }

    @Test func `a union has what either has`() {
        var union = set(1, 64)
        union.formUnion(set(64, 100))
        #expect(union == set(1, 64, 100))
    }
}
