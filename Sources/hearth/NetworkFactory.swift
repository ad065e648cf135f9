import HTTP
import Networks
import Policies
import Posts

/// Binds networks to accounts.
enum NetworkFactory {
    /// The network of `account`; nil where a key has a value that the network cannot use.
    static func network(of account: Account, secrets: [String: Secret]) -> (any Network)? {
        try? bound(account, secrets: secrets)
    }

    /// The network of `account`.
    ///
    /// - Throws: `AccountFault` when a key or a secret cannot be used.
    static func bound(_ account: Account, secrets: [String: Secret]) throws(AccountFault) -> any Network {
        guard let type = NetworkRegistry.network(named: account.network.name) else {
            throw AccountFault(key: "network", reason: "is unknown")
        }
        return try make(type, account, secrets)
    }

    private static func make<N: Network>(
        _ type: N.Type, _ account: Account, _ secrets: [String: Secret]
    ) throws(AccountFault) -> any Network {
        try N(
            NetworkAccount(
                id: account.id, options: account.options, secrets: secrets, userAgent: Composition.userAgent))
    }
}
