/// When we last answered whom, kept as a fact between two requests, and who has therefore not been answered
/// since.
///
/// People do not wait for ever: what is older than two weeks is not counted.
struct Answered: Sendable, Hashable {
    /// Seconds since the epoch by the id of an account.
    private(set) var latest: [String: EpochSeconds] = [:]

    /// Nobody was answered.
    init() {}

    /// What `text` says.
    init(text: String) {
        for pair in text.split(separator: " ") {
            guard let mark = pair.lastIndex(of: "@"), let at = Int(pair[pair.index(after: mark)...]) else {
                continue
            }
            add(String(pair[..<mark]), at: at)
        }
    }

    /// One answer more.
    mutating func add(_ whom: String, at: EpochSeconds) {
        latest[whom] = max(latest[whom] ?? at, at)
    }

    /// `ID@SECONDS` for each, in order of the ids.
    var text: String {
        latest.sorted { $0.key < $1.key }.map { "\($0.key)@\($0.value)" }.joined(separator: " ")
    }

    /// Since when the one of `writers` has waited who has waited longest; nil if nobody waits.
    func oldest(of writers: [(id: String, at: EpochSeconds)], clock: EpochSeconds) -> EpochSeconds? {
        writers.filter { $0.at > clock - 14 * 86_400 && (latest[$0.id] ?? Int.min) < $0.at }.map(\.at).min()
    }
}
