import Foundation
import HTTP
import Ledger
import Networks
import Policies
import Posts
import Publishing
import Timeline

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Composition {
    /// Whether a host is this machine: `localhost`, `[::1]` or an address in 127.0.0.0/8.
    static func isLoopback(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host == "[::1]"
            || (numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil })
    }

    /// libcurl, allowed to reach the hosts that the accounts name, even if they are private; plain http only on
    /// loopback.
    func transport(for policy: Policy) -> CurlTransport {
        let hosts = Set(policy.accounts.compactMap { $0.options["url"].flatMap(Link.host) })
        let loopback = hosts.filter(Composition.isLoopback)
        return CurlTransport(
            CurlConfiguration(
                userAgent: Composition.userAgent,
                addresses: AddressPolicy(loopbackHosts: loopback, privateHosts: hosts.subtracting(loopback)),
                certificates: environment["HEARTH_CA_FILE"]))
    }

    /// libcurl for one call to a host that the policy names, even if it is private; plain http only on loopback.
    func transport(reaching host: String) -> CurlTransport {
        let isHere = Composition.isLoopback(host)
        return CurlTransport(
            CurlConfiguration(
                userAgent: Composition.userAgent,
                addresses: AddressPolicy(
                    loopbackHosts: isHere ? [host] : [], privateHosts: isHere ? [] : [host]),
                certificates: environment["HEARTH_CA_FILE"]))
    }

    /// What publishing needs from outside.
    ///
    /// - Parameters:
    ///   - directory: The state folder, whose disk must have room; nil for a dry run without a ledger.
    ///   - fakeNow: The time to work at instead of the present; the clock that never jumps is left out then.
    func surroundings(
        ledger: LedgerDatabase, networks: [AccountID: any Network], faults: [AccountID: String],
        transport: any Transport, sessions: any SessionStore, epochs: any EpochStore,
        directory: StateDirectory?,
        timer: KernelTimer? = nil, stop: Interruption? = nil, fakeNow: Instant?
    ) -> Surroundings {
        let clock: @Sendable () -> Int
        if let fakeNow {
            let begun = steadyMilliseconds()
            clock = { fakeNow.minutes * 60_000_000 + (steadyMilliseconds() - begun) * 1000 }
        } else {
            clock = { epochMicroseconds() }
        }
        return Surroundings(
            ledger: ledger, networks: networks, faults: faults, transport: transport, sessions: sessions,
            clock: clock,
            steady: { steadyMilliseconds() }, bootID: fakeNow == nil ? bootID() : "",
            isSynchronised: { isClockSynchronised() },
            owner: "\(ProcessInfo.processInfo.hostName)/\(getpid())", random: { Int.random(in: $0) },
            pause: { seconds in try? await Task.sleep(for: .seconds(seconds)) }, epochs: epochs,
            reserve: directory.map { OutcomeFile($0) } ?? NoReserve(),
            headroom: { try directory.flatMap { try Headroom.look(at: $0.path) } },
            limit: { timer?.set($0) }, isStopping: { stop?.hasHappened ?? false })
    }
}
