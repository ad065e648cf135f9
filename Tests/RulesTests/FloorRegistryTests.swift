import Posts
import Rules
import Testing

struct FloorRegistryTests {
    @Test func `every floor is registered once, by the name that reports use`() {
        #expect(FloorRegistry.all.map { $0.name } == ["pace", "silence"])
    }
}
