import HTTP
import Posts

/// A network as a pure description: which requests publish a message, what a response means, how to find out
/// whether something was published. It performs nothing and keeps nothing; the publisher does both.
///
/// **Contract.** `next` is asked again and again with what is known so far and says what to do next.
/// Everything it learns comes back through `meaning` as values to keep, so an errand that was interrupted
/// anywhere goes on from what was kept. A step with the effect `.publishes` is performed at most once per
/// name unless `settling` allows a repetition; a step with the effect `.prepares` may be repeated without
/// anybody noticing.
///
/// The loop is the same for `next`, `find`, `probe` and `inbox`: ask; perform the step; ask `meaning`; apply
/// what it says (`Errand.keep`, `Memory.keep`, `Errand.forget`, `Memory.forget`); ask again. It ends with
/// `.done`, `.absent`, `.cannotTell` or `.impossible`, or with a meaning other than `.keep` and `.forget`. A
/// loop that has forgotten more than a few times is a server that cannot make up its mind: end it as
/// `.later`.
///
/// **Repeating.** The same errand and memory give the same publishing request, byte for byte, but for headers
/// that belong to an attempt (tokens, the time and signature of a webhook). Where a repetition is allowed, send
/// the body that was stored with the headers of a fresh `next`. With `.key`, `find` comes first; a
/// `.cannotTell` for which nothing was asked does not stand in the way of repeating within the key's life,
/// `.done` makes it needless.
public protocol Network: Sendable {
    /// Its name, the keys its accounts take, and its price.
    static var profile: NetworkProfile { get }

    /// A network bound to one account.
    ///
    /// - Throws: `AccountFault` when a key has a value that cannot be used.
    init(_ account: NetworkAccount) throws(AccountFault)

    /// How an unknown outcome is settled, as far as is known about the server.
    func settling(_ memory: Memory) -> Settling

    /// What this network would refuse about a message, counted its way; limits learned from the server are in
    /// `memory`, documented ones are used until then.
    func complaints(about message: Message, memory: Memory) -> [Complaint]

    /// What to do next to get the errand done.
    func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next

    /// What to do next to find out whether the publishing step called `step` took effect.
    ///
    /// What is found is kept as handles of the errand, so that `next` goes on behind it.
    func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next

    /// What to do next to learn about the account: credentials, limits; `.done` when all is known.
    ///
    /// What was learned less than a minute before `clock` counts as known, anything older is asked again.
    func probe(memory: Memory, clock: EpochSeconds) -> Next

    /// What to do next to learn since when somebody waits for an answer; nil where the network cannot tell.
    func inbox(memory: Memory, clock: EpochSeconds) -> Next?

    /// What the response to a step means.
    func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning
}

/// Seconds since the Unix epoch.
public typealias EpochSeconds = Int
