import HTTP
import Networks
import Policies
import Posts

/// Binds networks to accounts.
enum NetworkFactory {
    /// The network of `account` to ask about messages, never to talk to: what it must have of secrets it has only in name.
    ///
    /// - Throws: `AccountFault` when a key that is no secret cannot be used.
    static func unsent(_ account: Account) throws(AccountFault) -> any Network {
        let needed = account.network.keys.filter { $0.form == .secret && $0.isRequired }
        let secrets = Dictionary(needed.map { ($0.name, Secret("none")) }) { first, _ in first }
        return try bound(account, secrets: secrets)
    }

    /// What the network says of the keys of `account` that are no secrets; nil if it can use them.
    static func fault(of account: Account) -> (key: String, reason: String)? {
        do throws(AccountFault) {
            _ = try unsent(account)
            return nil
        } catch {
            return (key: error.key, reason: error.reason)
        }
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
