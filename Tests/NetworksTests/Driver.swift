import Foundation
import HTTP
import Testing

@testable import Networks

/// Performs what a network says, as a publisher would, without a ledger.
struct Driver {
    enum Ending: Equatable {
        case done(Receipt)
        case absent
        case cannotTell
        case impossible([Complaint])
        case stopped(String)
        case lost(String)
        case tooLong
    }

    let network: any Network
    let transport: any Transport
    var memory = Memory()
    /// What was performed, by name.
    var trace: [String] = []
    var clock: @Sendable () -> EpochSeconds = { Int(Date().timeIntervalSince1970) }

    init(_ network: any Network, _ transport: any Transport) {
        self.network = network
        self.transport = transport
    }

    mutating func publish(_ errand: inout Errand) async -> Ending {
        await loop(&errand) { $0.next($1, memory: $2, clock: $3) }
    }

    mutating func find(_ step: String, _ errand: inout Errand) async -> Ending {
        await loop(&errand) { $0.find(step, of: $1, memory: $2, clock: $3) }
    }

    mutating func probe() async -> Ending {
        var none = errand([""])
        return await loop(&none) { network, _, memory, clock in network.probe(memory: memory, clock: clock) }
    }

    mutating func inbox() async -> Ending {
        var none = errand([""])
        return await loop(&none) { network, _, memory, clock in
            network.inbox(memory: memory, clock: clock) ?? .cannotTell("no inbox")
        }
    }

    private mutating func loop(
        _ errand: inout Errand, _ ask: (any Network, Errand, Memory, EpochSeconds) -> Next
    ) async -> Ending {
        for _ in 0..<40 {
            let step: Step
            switch ask(network, errand, memory, clock()) {
            case .perform(let next): step = next
            case .wait(let seconds):
                try? await Task.sleep(for: .seconds(seconds))
                continue
            case .done(let receipt): return .done(receipt)
            case .absent: return .absent
            case .cannotTell: return .cannotTell
            case .impossible(let complaints): return .impossible(complaints)
            }
            trace.append(step.name)
            let response: Response
            do {
                response = try await transport.send(step.request)
            } catch {
                return .lost(step.name)
            }
            let meaning = network.meaning(
                of: response, to: step, of: errand, memory: memory, clock: clock())
            switch meaning {
            case .keep(let findings):
                errand.keep(findings)
                memory.keep(findings)
            case .forget(let forgotten, _):
                errand.forget(forgotten)
                memory.forget(forgotten)
            case .absent: return .absent
            default: return .stopped("\(step.name): \(meaning.sort)")
            }
        }
        return .tooLong
    }

    /// A transport for a server on this machine.
    static var loopback: CurlTransport {
        CurlTransport(
            CurlConfiguration(
                userAgent: "hearth-tests", addresses: .init(loopbackHosts: ["127.0.0.1", "localhost"])))
    }

    /// An errand that begins now, of which there is no other.
    static func fresh(_ message: Message) -> Errand {
        let bytes = (0..<15).map { _ in UInt8.random(in: 0...255) }
        return Errand(
            message: message, key: Base32.encode(bytes),
            begunMicroseconds: Int(Date().timeIntervalSince1970 * 1_000_000))
    }

    /// Asks a server made for tests to do something.
    static func control(_ base: String, _ path: String, _ json: String? = nil) async throws -> JSON? {
        let request =
            json.map { Request(url: base + path, json: $0) } ?? Request(method: "GET", url: base + path)
        return try await loopback.send(request).jsonText.flatMap { JSON(parsing: $0) }
    }
}
