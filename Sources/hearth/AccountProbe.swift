import HTTP
import Ledger
import Networks
import Policies
import Posts
import Publishing

/// Asks one network about one account, and keeps what it says.
struct AccountProbe {
    let account: Account
    let house: House
    let ledger: LedgerDatabase
    let transport: any Transport
    let sessions: any SessionStore

    /// More answers than this nobody needs to know an account.
    private static let mostSteps = 8

    /// Runs the probe to its end.
    func report() async -> AccountReport {
        do {
            let secrets = try SecretReader(
                composition: house.composition, root: house.files.root, policy: house.policy
            ).secrets(
                of: account)
            let network = try NetworkFactory.bound(account, secrets: secrets)
            var memory = Memory(
                facts: try ledger.facts(of: account.id), session: try sessions.load(account.id))
            let problem = try await probe(network, &memory)
            return made(problem: problem, facts: memory.facts)
        } catch let fault as AccountFault {
            return made(problem: "'\(fault.key)' \(fault.reason)", facts: [:])
        } catch {
            return made(problem: "\(error)", facts: [:])
        }
    }

    private func made(problem: String?, facts: [String: String]) -> AccountReport {
        AccountReport(
            account: account.id.rawValue, network: account.network.name.rawValue, ok: problem == nil,
            problem: problem,
            facts: facts)
    }

    /// What is wrong; nil if nothing is.
    private func probe(_ network: any Network, _ memory: inout Memory) async throws -> String? {
        for _ in 0..<AccountProbe.mostSteps {
            let clock = house.composition.epochSeconds()
            switch network.probe(memory: memory, clock: clock) {
            case .done: return nil
            case .wait(let seconds): return "asks to wait \(seconds) s"
            case .absent, .cannotTell: return nil
            case .impossible(let complaints): return complaints.map(\.message).joined(separator: "; ")
            case .perform(let step):
                let response: Response
                do throws(TransportFailure) {
                    response = try await transport.send(step.request)
                } catch {
                    return "\(error)"
                }
                let meaning = network.meaning(of: response, to: step, of: nil, memory: memory, clock: clock)
                switch meaning {
                case .keep(let findings):
                    try ledger.keep(findings.facts, about: account.id)
                    memory.facts.merge(findings.facts) { _, new in new }
                    if !findings.session.isEmpty {
                        try sessions.save(findings.session, of: account.id)
                        memory.session = findings.session
                    }
                case .forget(let forgotten, _):
                    if forgotten.accessToken { memory.session["accessToken"] = nil }
                    if forgotten.session { memory.session = [:] }
                case .later(_, let why), .refused(let why), .held(let why), .unknown(let why): return why
                case .absent, .waiting: return nil
                }
            }
        }
        return "the server keeps asking for more"
    }
}
