import HTTP
import Posts

/// An account with its secrets at hand.
public struct NetworkAccount: Sendable {
    /// Its name in the policy.
    public var id: AccountID
    /// Plain keys, as written.
    public var options: [String: String]
    /// Secrets by key.
    public var secrets: [String: Secret]
    /// What requests call themselves, such as `hearth/1.0 (+https://…)`.
    public var userAgent: String

    /// An account.
    public init(id: AccountID, options: [String: String], secrets: [String: Secret], userAgent: String) {
        self.id = id
        self.options = options
        self.secrets = secrets
        self.userAgent = userAgent
    }
}

/// A key of an account that cannot be used.
public struct AccountFault: Error, Hashable, Sendable {
    /// The key.
    public var key: String
    /// What is wrong with it, without its value if that is secret.
    public var reason: String

    /// A fault of one key.
    public init(key: String, reason: String) {
        self.key = key
        self.reason = reason
    }
}
