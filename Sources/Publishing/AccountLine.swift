import HTTP
import Ledger
import Networks
import Posts

/// An account's line to its network: performs steps and keeps what they bring about the account.
struct AccountLine {
    let account: AccountID
    let network: any Network
    let surroundings: Surroundings
    private let deadline: Int
    private(set) var memory: Memory
    /// What the last call told about its host; nil before the first one.
    private(set) var contact: Contact?

    /// What a call tells about the host it was made to, whatever it tells about the delivery.
    enum Contact: Hashable {
        /// It answered, be it "later" or "not like this".
        case up(host: String)
        /// It did not answer, or only that it cannot at present.
        case failing(host: String)
        /// Nothing: the call never left this machine.
        case untouched
    }

    /// What came back from a step.
    enum Answer {
        /// An answer, and what it means.
        case meaning(Meaning)
        /// The request never left the machine.
        case notSent(String)
        /// The request may have been acted on.
        case unknown(String)
    }

    /// A line; nil if the account cannot be used, for which `Surroundings.fault(of:)` has the reason.
    ///
    /// - Parameter deadline: `steady` milliseconds at which calls end.
    init?(_ account: AccountID, _ surroundings: Surroundings, deadline: Int = .max) throws {
        guard let network = surroundings.networks[account],
            let session = try? surroundings.sessions.load(account)
        else { return nil }
        self.deadline = deadline
        self.account = account
        self.network = network
        self.surroundings = surroundings
        memory = Memory(
            facts: try surroundings.ledger.facts(of: account),
            session: session)
    }

    /// Performs one step. Facts and session are kept before this returns; handles are for the caller.
    ///
    /// - Parameter step: Its request is sent as it is, unless `request` takes its place.
    mutating func perform(_ step: Step, as request: Request? = nil, errand: Errand?) async throws -> Answer {
        try surroundings.checkpoint("call \(step.name)")
        var request = request ?? step.request
        var timeouts = request.timeouts ?? .standard
        timeouts.total = min(timeouts.total, max(1_000, deadline - surroundings.steady()))
        request.timeouts = timeouts
        let host = Link.host(request.url) ?? ""
        let response: Response
        do throws(TransportFailure) {
            response = try await surroundings.transport.send(request)
        } catch {
            contact = error.concernsService ? .failing(host: host) : .untouched
            try surroundings.checkpoint("failed \(step.name)")
            return error.isNotSent ? .notSent("\(error)") : .unknown("\(error)")
        }
        try surroundings.checkpoint("answered \(step.name)")
        let meaning = network.meaning(
            of: response, to: step, of: errand, memory: memory, clock: surroundings.now
        ).checked(after: step)
        contact = .up(host: host)
        if response.status >= 500 { contact = .failing(host: host) }
        switch meaning {
        case .unknown: contact = .failing(host: host)
        case .keep(let findings): try keep(findings)
        case .forget(let forgotten, _): try forget(forgotten)
        default: break
        }
        return .meaning(meaning)
    }

    /// Forgets what was learned about the host: another delivery is under way.
    mutating func forgetContact() { contact = nil }

    private mutating func keep(_ findings: Meaning.Findings) throws {
        if !findings.facts.isEmpty {
            try surroundings.ledger.keep(findings.facts, about: account)
            memory.facts.merge(findings.facts) { _, new in new }
        }
        if !findings.session.isEmpty {
            try surroundings.sessions.save(findings.session, of: account)
            memory.session = findings.session
        }
    }

    private mutating func forget(_ forgotten: Meaning.Forgotten) throws {
        let before = memory.session
        if forgotten.accessToken { memory.session[Memory.accessToken] = nil }
        if forgotten.session { memory.session = [:] }
        if memory.session != before { try surroundings.sessions.save(memory.session, of: account) }
    }
}
