import HTTP
import Networks
import Timeline

extension Oracle {
    /// What is known of calls and ticks besides what they brought about.
    struct Calls {
        /// The body of each call that made something, by its key or id and its host.
        fileprivate var bodies: [String: [UInt8]] = [:]
        /// Until when accounts asked to be left alone, in true seconds, by host.
        fileprivate var waits: [String: Int] = [:]
        /// The same of the tick at work, which may die before it has written that down.
        fileprivate var fresh: [String: Int] = [:]
        /// When the last tick was, and by how much the machine's clock was off.
        fileprivate var beat: (seconds: Int, offset: Int)?
        /// Whether the tick at work is the first one after a long time.
        var isAfterDowntime = false

        /// How long there was no tick is not known.
        mutating func forgetBeat() { beat = nil }

        /// Longer than any number of ticks that are left out, and than the hour that is no downtime yet.
        func isAfterDowntime(_ world: World) -> Bool {
            guard let beat, beat.offset == world.offset else { return false }
            return world.seconds - beat.seconds > max(7_200, 4 * 60 * world.scenario.cadence)
        }
    }

    /// A heartbeat is in the ledger, or should be.
    mutating func noteBeat(in world: World) {
        calls.beat = (world.seconds, world.offset)
        // What a tick was told that died is known to nobody.
        calls.fresh = [:]
    }

    // MARK: - When something goes out

    /// Nothing goes out in the first tick after a downtime, nor where no outcome has room.
    mutating func judgeMoment(_ publication: Publication, in world: World) {
        if calls.isAfterDowntime {
            violate(.burst, "\(name(publication)) in the first tick after a downtime", at: world)
        }
        if !world.hasRoom {
            violate(.unrecorded, "\(name(publication)) although its outcome has no room", at: world)
        }
    }

    // MARK: - The same call again

    /// How a call names itself, so that a network can tell that it is made again.
    private func name(of request: Request, at service: Service) -> String? {
        let key =
            request.headers.first(named: "Idempotency-Key") ?? request.headers.first(named: "webhook-id")
            ?? Wire.json(request)?["rkey"]?.text
        return key.map { "\(service.host) \($0)" }
    }

    /// What a call has made is remembered by its name.
    mutating func noteMade(_ request: Request, at service: Service) {
        guard let name = name(of: request, at: service), case .bytes(let body) = request.body else { return }
        calls.bodies[name] = body
    }

    /// A call that has made something is made again with the same bytes, or not at all.
    mutating func judgeSameness(_ request: Request, at service: Service, in world: World) {
        guard let name = name(of: request, at: service), let before = calls.bodies[name],
            case .bytes(let body) = request.body, body != before
        else { return }
        violate(.doubled, "\(name) was called again with another body", at: world)
    }

    // MARK: - To be left alone

    /// A network wants to be left alone. Only by a clock that is right is that the same time for both.
    mutating func noteWait(until: Int, _ service: Service, in world: World) {
        if world.offset == 0 { calls.fresh[service.host] = until }
    }

    /// What networks wanted has been written down.
    mutating func keepWaits() {
        calls.waits.merge(calls.fresh) { max($0, $1) }
        calls.fresh = [:]
    }

    /// A person knows better, or the ledger is another one.
    mutating func forgetWaits() {
        calls.waits = [:]
        calls.fresh = [:]
    }

    /// Whoever asked to be left alone is, until then.
    mutating func judgeWait(_ service: Service, in world: World) {
        let until = max(calls.waits[service.host] ?? 0, calls.fresh[service.host] ?? 0)
        guard world.offset == 0, world.seconds < until - 1 else { return }
        violate(
            .burst, "\(service.account) was called \(until - world.seconds) seconds before it wanted to be",
            at: world)
    }
}
