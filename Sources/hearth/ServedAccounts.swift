import Policies
import Posts

extension Policy {
    /// What the marks in the queue are called: for each account a name that another policy has too if, and only if, it
    /// means the same account.
    var servedAccounts: [String] { accounts.map(\.servedName) }
}

extension Account {
    /// The name, and some digits that stand for where the account is: that of a trial server is another one.
    var servedName: String {
        var place = Fingerprint()
        place.add(id.rawValue)
        place.add(network.name.rawValue)
        for key in ["url", "handle"] {
            var address = (options[key] ?? "").lowercased()
            while address.hasSuffix("/") { address.removeLast() }
            place.add(address)
        }
        // Nothing that a file's name may not have.
        let name = id.rawValue.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        return "\(String(name.prefix(40)))-\(place.text.prefix(8))"
    }
}
