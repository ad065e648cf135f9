/// Which addresses a transport may connect to. Every socket is asked, after the name look-up, so a name that
/// changes its address between two look-ups gets no further than a number written into the URL.
///
/// Public addresses are always allowed. Loopback and private ones are allowed for named hosts only; link-local
/// ones (cloud metadata services live there), multicast and reserved ones never.
public struct AddressPolicy: Sendable, Hashable {
    /// Hosts, such as `127.0.0.1` or `localhost`, that may be reached on loopback addresses, and by plain http.
    public var loopbackHosts: Set<String>
    /// Hosts, such as `mastodon.lan`, that may be reached on private addresses, by https.
    public var privateHosts: Set<String>

    /// Public addresses only.
    public static let publicOnly = AddressPolicy()

    /// A policy; hosts are compared in lower case, IPv6 addresses as libcurl writes them, with or without brackets.
    public init(loopbackHosts: Set<String> = [], privateHosts: Set<String> = []) {
        self.loopbackHosts = Set(loopbackHosts.map(Endpoint.plainHost))
        self.privateHosts = Set(privateHosts.map(Endpoint.plainHost))
    }

    /// Whether a connection to `address` may be opened for a URL with this host and scheme.
    func allows(_ address: NetworkAddress, host: String, isPlain: Bool) -> Bool {
        switch address.reach {
        case .public: !isPlain
        case .loopback: loopbackHosts.contains(host)
        case .private: !isPlain && privateHosts.contains(host)
        case .linkLocal, .multicast, .reserved: false
        }
    }
}

/// An IPv4 or IPv6 address in network order, 4 or 16 bytes.
struct NetworkAddress: Sendable, Hashable {
    /// How far an address reaches, by the special-purpose registries of IANA (RFC 6890).
    enum Reach: Sendable, Hashable {
        case `public`, loopback, `private`, linkLocal, multicast, reserved
    }

    let bytes: [UInt8]

    var reach: Reach {
        switch bytes.count {
        case 4: NetworkAddress.reachOfV4(bytes)
        case 16: NetworkAddress.reachOfV6(bytes)
        default: .reserved
        }
    }

    private static func reachOfV4(_ b: [UInt8]) -> Reach {
        switch (b[0], b[1], b[2]) {
        case (127, _, _): .loopback
        case (10, _, _), (172, 16...31, _), (192, 168, _): .private
        case (100, 64...127, _): .private  // shared by carriers and by VPNs, RFC 6598
        case (169, 254, _): .linkLocal
        case (224...239, _, _): .multicast
        case (0, _, _), (240...255, _, _): .reserved
        case (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113): .reserved
        case (192, 88, 99): .reserved
        default: .public
        }
    }

    private static func reachOfV6(_ b: [UInt8]) -> Reach {
        func starts(_ prefix: [UInt8]) -> Bool { b.starts(with: prefix) }
        let zeros = [UInt8](repeating: 0, count: 10)
        // Addresses that carry an IPv4 address reach what that one reaches.
        if starts(zeros + [0xFF, 0xFF]) { return reachOfV4(Array(b[12...])) }
        if starts([0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return reachOfV4(Array(b[12...])) }
        if starts([0x20, 0x02]) { return reachOfV4(Array(b[2..<6])) }
        if starts(zeros + [0, 0]) {
            return b[12...].elementsEqual([0, 0, 0, 1]) ? .loopback : .reserved
        }
        switch (b[0], b[1]) {
        case (0xFC...0xFD, _): return .private
        case (0xFE, 0x80...0xBF): return .linkLocal
        case (0xFE, 0xC0...0xFF): return .private  // site-local, given up but still routed by some
        case (0xFF, _): return .multicast
        default: break
        }
        if starts([0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01]) { return .private }
        if starts([0x20, 0x01, 0x0D, 0xB8]) || starts([0x20, 0x01, 0x00, 0x00]) { return .reserved }
        return b[0] & 0xE0 == 0x20 ? .public : .reserved
    }
}

extension NetworkAddress: CustomStringConvertible {
    /// Dotted for IPv4, eight groups of hexadecimal digits for IPv6.
    var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: bytes.count - 1, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }
}
