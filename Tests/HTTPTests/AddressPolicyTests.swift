import Testing

@testable import HTTP

@Suite struct AddressPolicyTests {
    func v4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> NetworkAddress {
        NetworkAddress(bytes: [a, b, c, d])
    }

    /// An IPv6 address from its groups; a missing middle is zeros.
    func v6(_ head: [UInt16], _ tail: [UInt16] = []) -> NetworkAddress {
        let groups = head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
        return NetworkAddress(bytes: groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
    }

    @Test func `ranges of IPv4 end exactly where the registry says`() {
        let rows: [(NetworkAddress, NetworkAddress.Reach)] = [
            (v4(0, 0, 0, 0), .reserved), (v4(0, 255, 255, 255), .reserved), (v4(1, 0, 0, 0), .public),
            (v4(9, 255, 255, 255), .public), (v4(10, 0, 0, 0), .private), (v4(10, 255, 255, 255), .private),
            (v4(11, 0, 0, 0), .public),
            (v4(100, 63, 255, 255), .public), (v4(100, 64, 0, 0), .private),
            (v4(100, 127, 255, 255), .private),
            (v4(100, 128, 0, 0), .public),
            (v4(126, 255, 255, 255), .public), (v4(127, 0, 0, 0), .loopback),
            (v4(127, 255, 255, 255), .loopback),
            (v4(128, 0, 0, 0), .public),
            (v4(169, 253, 255, 255), .public), (v4(169, 254, 169, 254), .linkLocal),
            (v4(169, 255, 0, 0), .public),
            (v4(172, 15, 255, 255), .public), (v4(172, 16, 0, 0), .private),
            (v4(172, 31, 255, 255), .private),
            (v4(172, 32, 0, 0), .public),
            (v4(192, 0, 0, 1), .reserved), (v4(192, 0, 1, 1), .public), (v4(192, 0, 2, 1), .reserved),
            (v4(192, 167, 0, 0), .public), (v4(192, 168, 0, 0), .private), (v4(192, 169, 0, 0), .public),
            (v4(198, 17, 0, 0), .public), (v4(198, 18, 0, 0), .reserved), (v4(198, 19, 0, 0), .reserved),
            (v4(198, 20, 0, 0), .public), (v4(203, 0, 113, 9), .reserved),
            (v4(223, 255, 255, 255), .public), (v4(224, 0, 0, 0), .multicast),
            (v4(239, 255, 255, 255), .multicast),
            (v4(240, 0, 0, 0), .reserved), (v4(255, 255, 255, 255), .reserved),
        ]
        for (address, reach) in rows { #expect(address.reach == reach, "\(address)") }
    }

    @Test func `ranges of IPv6, and the IPv4 addresses inside them`() {
        let rows: [(NetworkAddress, NetworkAddress.Reach)] = [
            (v6([]), .reserved), (v6([], [1]), .loopback), (v6([], [2]), .reserved),
            (v6([], [0xFFFF, 0x7F00, 1]), .loopback), (v6([], [0xFFFF, 0x0A00, 1]), .private),
            (v6([], [0xFFFF, 0xA9FE, 0xA9FE]), .linkLocal), (v6([], [0xFFFF, 0x0808, 0x0808]), .public),
            (v6([], [0x7F00, 1]), .reserved),  // v4-compatible, given up long ago
            (v6([0x64, 0xFF9B], [0x0A00, 1]), .private), (v6([0x64, 0xFF9B], [0x0808, 0x0808]), .public),
            (v6([0x64, 0xFF9B, 1], [0x0808, 0x0808]), .private),
            (v6([0x2002, 0x7F00, 0x0001]), .loopback), (v6([0x2002, 0x0808, 0x0808]), .public),
            (v6([0x2001, 0, 1]), .reserved), (v6([0x2001, 0xDB8], [1]), .reserved),
            (v6([0x2606, 0x4700], [1]), .public), (v6([0x3FFF, 0xFFFF]), .public), (v6([0x4000]), .reserved),
            (v6([0xFBFF]), .reserved), (v6([0xFC00]), .private), (v6([0xFDFF]), .private),
            (v6([0xFE7F]), .reserved), (v6([0xFE80], [1]), .linkLocal), (v6([0xFEBF]), .linkLocal),
            (v6([0xFEC0]), .private), (v6([0xFF00]), .multicast), (v6([0xFF02], [1]), .multicast),
        ]
        for (address, reach) in rows { #expect(address.reach == reach, "\(address)") }
    }

    @Test func `an address of another family reaches nothing`() {
        #expect(NetworkAddress(bytes: []).reach == .reserved)
    }

    @Test func `each host may reach what was allowed to it and no more`() {
        let policy = AddressPolicy(loopbackHosts: ["LocalHost"], privateHosts: ["nas.lan"])
        let (world, loop, home) = (v4(8, 8, 8, 8), v4(127, 0, 0, 1), v4(192, 168, 1, 2))
        #expect(policy.allows(world, host: "example.org", isPlain: false))
        #expect(!policy.allows(loop, host: "example.org", isPlain: false))
        #expect(!policy.allows(home, host: "example.org", isPlain: false))
        #expect(policy.allows(loop, host: "localhost", isPlain: false))
        #expect(policy.allows(loop, host: "localhost", isPlain: true))
        #expect(!policy.allows(home, host: "localhost", isPlain: false))
        #expect(policy.allows(home, host: "nas.lan", isPlain: false))
        #expect(!policy.allows(loop, host: "nas.lan", isPlain: false))
    }

    @Test func `plain http goes to loopback addresses only, whatever the name resolves to`() {
        let policy = AddressPolicy(loopbackHosts: ["localhost"], privateHosts: ["localhost"])
        #expect(!policy.allows(v4(8, 8, 8, 8), host: "localhost", isPlain: true))
        #expect(!policy.allows(v4(10, 0, 0, 1), host: "localhost", isPlain: true))
    }

    @Test func `metadata services are out of reach for every host`() {
        let policy = AddressPolicy(loopbackHosts: ["a"], privateHosts: ["a"])
        #expect(!policy.allows(v4(169, 254, 169, 254), host: "a", isPlain: false))
    }

    @Test(arguments: [
        "127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "localhost", "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "0.0.0.0", "[::]",
    ])
    func `no spelling of a local address gets a connection`(host: String) async throws {
        let server = try WireServer([.drain])
        let transport = CurlTransport(CurlConfiguration(userAgent: "hearth-tests"))
        let request = Request(method: "GET", url: "https://\(host):\(server.port)/")
        await #expect {
            try await transport.send(request)
        } throws: { error in
            if case TransportFailure.notSent(.addressRefused, _) = error { true } else { false }
        }
        #expect(server.connections.isEmpty)
    }

    @Test func `a spelling of an allowed address is that address`() async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        let transport = CurlTransport(
            CurlConfiguration(userAgent: "hearth-tests", addresses: .init(loopbackHosts: ["127.0.0.1"])))
        let response = try await transport.send(Request(method: "GET", url: "http://127.1:\(server.port)/"))
        #expect(response.status == 200)
    }
}
