/// One header line of a request or a response.
public struct Header: Sendable, Hashable {
    /// The name as written; names are compared without regard to case.
    public var name: String
    /// The value without surrounding white space.
    public var value: String
    /// Whether the value must not be shown.
    public var isSecret: Bool

    /// A header that may be shown.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
        isSecret = false
    }

    /// A header whose value is shown as `***`; `prefix` stands before the secret, such as `Bearer `.
    public init(_ name: String, prefix: String = "", secret: Secret) {
        self.name = name
        value = prefix + secret.reveal()
        isSecret = true
    }

    /// `Authorization: Bearer TOKEN` (RFC 6750).
    public static func bearer(_ token: Secret) -> Header {
        Header("Authorization", prefix: "Bearer ", secret: token)
    }

    /// `Authorization: Basic …` (RFC 7617), user and password in UTF-8.
    public static func basic(user: String, password: Secret) -> Header {
        let pair = Array((user + ":" + password.reveal()).utf8)
        return Header("Authorization", prefix: "Basic ", secret: Secret(Base64.encode(pair)))
    }
}

extension Header: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Names whose values are never shown, flagged or not.
    private static let alwaysSecret: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key",
        "x-auth-token",
        "dpop",
    ]

    /// Whether the value is shown as `***`: it was flagged, or the name is known to carry credentials.
    var isMasked: Bool { isSecret || Header.alwaysSecret.contains(name.lowercased()) }

    /// `Name: value`, the value masked if it is secret.
    public var description: String { "\(name): \(isMasked ? Secret.mask : value)" }
    /// The same as `description`.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Array where Element == Header {
    /// The value of the first header of this name, in any case of letters.
    public func first(named name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }?.value
    }

    /// The values of all headers of this name, in their order.
    public func all(named name: String) -> [String] {
        let wanted = name.lowercased()
        return filter { $0.name.lowercased() == wanted }.map(\.value)
    }
}
