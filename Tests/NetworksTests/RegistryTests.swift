import Posts
import Testing

@testable import Networks

@Suite struct RegistryTests {
    @Test func `names are unique, sorted, and found again`() {
        let names = NetworkRegistry.all.map { $0.profile.name }
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        for name in names { #expect(NetworkRegistry.network(named: name)?.profile.name == name) }
        #expect(NetworkRegistry.network(named: "fax") == nil)
    }

    @Test func `every key says what it is for in a sentence`() {
        for network in NetworkRegistry.all {
            for key in network.profile.keys {
                #expect(key.summary.hasSuffix("."), "\(network.profile.name) \(key.name)")
            }
        }
    }
}
