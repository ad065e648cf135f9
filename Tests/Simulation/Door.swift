import HTTP
import Networks
import Timeline

/// The door to the simulated services: what is wrong at the moment happens here.
struct Door: Transport {
    unowned let world: World

    func send(_ request: Request) async throws(TransportFailure) -> Response { try world.call(request) }
}

extension World {
    func call(_ request: Request) throws(TransportFailure) -> Response {
        pass(micros: dice.roll(40...900) * 1_000)
        let host = request.url.dropFirst("https://".count).prefix { $0 != "/" }
        guard let service = services.first(where: { $0.host == host }) else {
            throw .notSent(.resolve, .init())
        }
        let place = service.place(of: request)
        let index = armed.firstIndex { $0.what.place == place && strikes($0.what, service, request) }
        let blow = index.map { armed.remove(at: $0) }
        if blow?.what == .publishStopped {
            count(.publishStopped)
            pass(micros: 3_600_000_000)
        }
        if let gate = request.timeouts?.gateClosesAt, Int64(steady) > gate {
            throw .notSent(.gateClosed, .init())
        }
        if seconds < unreachableUntil {
            count(.unreachable)
            throw .notSent(.connect, .init())
        }
        if seconds < outageUntil {
            count(.outage)
            return Response(status: dice.pick([500, 502, 503]))
        }
        oracle.judgeWait(service, in: self)
        if place == .lookup, service.hides(now: seconds) { count(.lag) }
        guard let blow, blow.what != .publishStopped else { return serve(service, request) }
        trace?("\(stamp) \(blow.what.rawValue) at \(request.method) \(request.url)")
        return try suffer(blow, service, request)
    }

    /// The service acts; a client that is made to misbehave may say everything twice.
    private func serve(_ service: Service, _ request: Request) -> Response {
        let answer = act(service, request, now: seconds)
        guard sabotage == .sendsTwice, service.place(of: request) == .publish else { return answer }
        return act(service, request, now: seconds)
    }

    /// The service acts. A call that it has acted on before is to have the same bytes.
    func act(_ service: Service, _ request: Request, now: Int) -> Response {
        guard service.place(of: request) == .publish else { return service.answer(request, now: now) }
        oracle.judgeSameness(request, at: service, in: self)
        let before = service.items.count
        let answer = service.answer(request, now: now)
        if service.items.count > before { oracle.noteMade(request, at: service) }
        return answer
    }

    /// Counts a fault that struck.
    func count(_ fault: Fault) { census.faults[fault, default: 0] += 1 }

    private func strikes(_ fault: Fault, _ service: Service, _ request: Request) -> Bool {
        switch fault {
        case .publishRevoked, .publishSuspended, .publishOldToken, .publishRefused, .publishRedirect,
            .publishMediaGone, .publishMediaUnready, .publishSameID, .prepareOldToken, .prepareRevoked,
            .prepareRedirect, .prepareRefused, .prepareMediaWorking, .lookupRevoked, .lookupRedirect:
            service.knows(fault, request)
        default: service.suffers(fault, request)
        }
    }

    private func suffer(_ blow: Scenario.Mishap, _ service: Service, _ request: Request)
        throws(TransportFailure) -> Response
    {
        count(blow.what)
        let now = seconds
        switch blow.what {
        case .publishConnect, .prepareConnect, .lookupConnect:
            throw .notSent(dice.pick([.connect, .resolve, .tls, .timeout]), .init())
        case .publishLostBefore, .prepareLostBefore, .lookupLost: throw .unknown(.connectionLost, .init())
        case .publishTimeoutBefore:
            pass(micros: 20_000_000)
            throw .unknown(.timeout, .init())
        case .publishCommittedLate:
            late.append((now + 3 + blow.amount % 22, service, request))
            pass(micros: 20_000_000)
            throw .unknown(.timeout, .init())
        case .publishTooMany, .prepareTooMany, .lookupTooMany:
            // What a server tells everybody of its software is nobody's account: nothing waits for it.
            if let wait = wait(blow.amount), !Wire.path(request).contains("nodeinfo") {
                oracle.noteWait(until: now + wait, service, in: self)
            }
            return tooMany(blow.amount, now)
        case .publishErrorBefore, .prepareError, .lookupError:
            return Response(status: [500, 502, 503, 504, 408][blow.amount % 5])
        case .publishForeignBefore: return portal
        default: break
        }
        if blow.what == .publishKeyLost { service.losesKey = true }
        if let refusal = service.refusal(blow.what, request, now: now) { return refusal }
        // From here on it acts.
        let answer = act(service, request, now: now)
        switch blow.what {
        case .publishLostAfter, .prepareLostAfter, .publishKeyLost: throw .unknown(.noAnswer, .init())
        case .publishTimeoutAfter:
            pass(micros: 20_000_000)
            throw .unknown(.timeout, .init())
        case .publishTruncated: throw .unknown(.truncated, .init())
        case .publishErrorAfter: return Response(status: [500, 502, 503, 504][blow.amount % 4])
        case .publishEmptyBody, .prepareEmptyBody, .lookupEmptyBody: return Response(status: 200)
        case .publishForeignBody, .prepareForeignBody, .lookupForeignBody: return portal
        default: return answer
        }
    }

    /// What a hotel's network says to everything.
    private var portal: Response {
        Response(status: 200, body: Array("<html><body>Please accept our terms</body></html>".utf8))
    }

    /// How long a network wants to be left alone; nil where it does not say that in words that mean something.
    private func wait(_ form: Int) -> Int? { [0, 1, 4, 5].contains(form % 8) ? 30 + form * 7 % 4_000 : nil }

    /// The forms in which networks say how long to wait.
    private func tooMany(_ form: Int, _ now: Int) -> Response {
        let wait = wait(form) ?? 30
        let headers: [Header] =
            switch form % 8 {
            case 0: [Header("Retry-After", "\(wait)")]
            case 1: [Header("Retry-After", Wire.date(now + wait))]
            case 2: [Header("Retry-After", "-5")]
            case 3: [Header("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")]
            case 4:
                [Header("X-RateLimit-Remaining", "0"), Header("X-RateLimit-Reset", Wire.time(now + wait))]
            case 5: [Header("RateLimit-Remaining", "0"), Header("RateLimit-Reset", "\(now + wait)")]
            case 6: [Header("Retry-After", "soon")]
            default: []
            }
        return Response(status: 429, headers: headers, body: Array("{\"error\":\"Too many requests\"}".utf8))
    }
}
