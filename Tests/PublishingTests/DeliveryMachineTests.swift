import Foundation
import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

struct DeliveryMachineTests {
    static let evidence: [Evidence] = [
        .notSent("a"), .later(seconds: 30, "b"), .forgotten(handles: [:]), .refused("c"), .held("d"),
        .doubt("e"),
        .partOut(handles: ["part.0": "1"]), .allOut(handles: ["part.0": "1"], Receipt(id: "1")),
        .busy(seconds: 5),
        .absent, .inconclusive("f"), .cannotTell("g"),
    ]
    static let seconds = World.start.minutes * 60

    private func machine(_ later: Int = 0) -> DeliveryMachine {
        DeliveryMachine(now: DeliveryMachineTests.seconds + later) { $0.upperBound }
    }

    /// A delivery in a state that a machine is asked about, made by the ledger.
    private func delivery(_ state: DeliveryState, halfOut: Bool, doubted: Bool) throws -> Delivery {
        let world = try World()
        var delivery = try world.begin()
        let now = DeliveryMachineTests.seconds
        func claim(_ step: String) throws {
            delivery = try #require(
                try world.ledger.claim(
                    delivery,
                    Claim(step: step, request: Data([1]), message: Data([2]), resendWithin: 60, owner: "o"),
                    now: now))
        }
        if halfOut {
            try claim("part.0")
            delivery = try world.ledger.finish(delivery, DeliveryMove(.planned, visibleSince: now), now: now)
        }
        if state == .planned { return delivery }
        try claim("part.1")
        if state == .sending && !doubted { return delivery }
        delivery = try world.ledger.finish(
            delivery, DeliveryMove(.unknown, reason: "?", flight: delivery.flight), now: now)
        if state == .unknown { return delivery }
        try claim("part.1")
        return delivery
    }

    @Test(arguments: [DeliveryState.planned, .sending, .unknown], [false, true])
    func `every decision is a legal step`(state: DeliveryState, halfOut: Bool) throws {
        for evidence in DeliveryMachineTests.evidence {
            for doubted in [false, true] {
                let delivery = try delivery(state, halfOut: halfOut, doubted: doubted)
                let (move, _) = machine().decide(delivery, evidence)
                #expect(
                    move.to == state || state.mayBecome(move.to), "\(state) \(evidence) -> \(move.to)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `a call that may have worked leaves doubt only by proof or by a person`(halfOut: Bool) throws {
        let proof: Set<DeliveryState> = [.unknown, .needsResolve, .posted]
        for evidence in DeliveryMachineTests.evidence {
            let resent = try delivery(.sending, halfOut: halfOut, doubted: true)
            if case .partOut = evidence { continue }
            #expect(proof.contains(machine().decide(resent, evidence).0.to), "\(evidence)")
            let doubted = try delivery(.unknown, halfOut: halfOut, doubted: true)
            #expect(proof.contains(machine().decide(doubted, evidence).0.to), "\(evidence)")
        }
    }

    @Test func `whoever died while sending leaves doubt`() throws {
        let orphan = try delivery(.sending, halfOut: false, doubted: false)
        let move = machine().orphan(orphan)
        #expect(move.to == .unknown)
        #expect(move.flight?.unknownSince == DeliveryMachineTests.seconds)
    }

    @Test func `two scans that count are proof of absence`() throws {
        let first = try delivery(.unknown, halfOut: false, doubted: true)
        let once = machine(200).decide(first, .absent).0
        #expect(once.to == .unknown)
        #expect(once.flight?.nextLookup == DeliveryMachineTests.seconds + 200 + 300)
        var again = first
        again.flight = once.flight
        #expect(machine(500).decide(again, .absent).0.to == .missed)
    }

    /// A server may take half a minute to do what it was asked, and nobody sees when it did.
    @Test(arguments: [(0, 0), (29, 29), (30, 30), (31, 30), (4_000, 30), (-5, 0)])
    func `what went out is dated by the latest second in which it can have`(age: Int, dated: Int) throws {
        for state in [DeliveryState.sending, .unknown] {
            var delivery = try delivery(state, halfOut: false, doubted: false)
            let sent = DeliveryMachineTests.seconds - age
            delivery.flight?.lastSent = sent
            let (move, _) = machine().decide(delivery, .allOut(handles: [:], Receipt(id: "1")))
            #expect(move.visibleSince == sent + dated)
            guard state == .unknown else { continue }
            delivery.flight?.unknownSince = DeliveryMachineTests.seconds
            #expect(delivery.historyLine?.at == Instant(minutes: floorDivide(sent + dated, 60)))
        }
    }

    /// Any of the calls may have published it: what keeps a distance must keep it from the last one.
    @Test func `what went out at one of two calls is dated by the second`() throws {
        var delivery = try delivery(.unknown, halfOut: false, doubted: false)
        let now = DeliveryMachineTests.seconds
        delivery.flight?.firstSent = now - 600
        delivery.flight?.lastSent = now - 90
        delivery.visibleSince = nil
        let (move, _) = machine().decide(delivery, .allOut(handles: [:], Receipt(id: "1")))
        #expect(move.visibleSince == now - 60)
        let (part, _) = machine().decide(delivery, .partOut(handles: [:]))
        #expect(part.visibleSince == now - 60)
        // In doubt it counts there too.
        delivery.firstSent = now - 600
        #expect(delivery.historyLine?.at == Instant(minutes: floorDivide(now - 60, 60)))
    }

    @Test func `half a thread that is absent goes on instead of back to the planner`() throws {
        var thread = try delivery(.unknown, halfOut: true, doubted: true)
        thread.flight?.absentScans = 1
        #expect(machine().decide(thread, .absent).0.to == .planned)
    }

    @Test func `a wait is at least what the server asks and at most a day`() throws {
        let planned = try delivery(.planned, halfOut: false, doubted: false)
        func wait(_ asked: Int?) -> Int? {
            machine().decide(planned, .later(seconds: asked, "x")).0.notBefore.map {
                $0 - DeliveryMachineTests.seconds
            }
        }
        #expect(wait(nil) == 60)
        #expect(wait(-5) == 60)
        #expect(wait(3_600) == 3_600)
        #expect(wait(9_999_999) == 86_400)
    }
}

struct BackoffTests {
    @Test func `the longest wait doubles from a minute to six hours`() {
        let longest = (0...12).map { Backoff.seconds(failures: $0) { $0.upperBound } }
        #expect(
            longest == [60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 21_600, 21_600, 21_600, 21_600])
        #expect(Backoff.seconds(failures: 5) { $0.lowerBound } == 1)
        #expect(Backoff.seconds(failures: -1) { $0.upperBound } == 60)
    }
}

struct SettlementTests {
    private func flight(_ first: Int, absentAt: Int? = nil) -> Delivery.Flight {
        .init(step: "p", request: Data(), firstSent: first, lastSent: first, absentAt: absentAt)
    }

    @Test func `a clock that stands before the sending allows no second call`() {
        for kind in [Settling.clientID, .key(lifeSeconds: 3_600)] {
            #expect(Settlement.of(kind, flight: flight(100), now: 99) == .look(absenceCounts: false))
        }
    }

    @Test func `half a minute is kept back of a short life`() {
        #expect(Settlement.window(life: 100) == 70)
        #expect(Settlement.window(life: 3_600) == 2_880)
        #expect(Settlement.window(life: 3 * 86_400) == Settlement.resendLimit)
        #expect(
            Settlement.of(.key(lifeSeconds: 20), flight: flight(0), now: 0) == .look(absenceCounts: false))
    }

    @Test func `a container is read again after a minute`() {
        #expect(Settlement.of(.container, flight: flight(0), now: 120) == .look(absenceCounts: true))
        #expect(
            Settlement.of(.container, flight: flight(0, absentAt: 120), now: 179)
                == .look(absenceCounts: false))
        #expect(
            Settlement.of(.container, flight: flight(0, absentAt: 120), now: 180)
                == .look(absenceCounts: true))
    }
}
