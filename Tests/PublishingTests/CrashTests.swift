import Ledger
import Networks
import Posts
import TestSupport
import Testing
import Timeline

@testable import Publishing

/// A tick is killed between any two steps, the service fails in its own ways, and the ticks that follow put it right:
/// never twice, never lost in silence.
struct CrashTests {
    static let kinds: [Settling] = [
        .clientID, .key(lifeSeconds: 3_600), .container, .readBack(authoritative: true, lagSeconds: 60),
        .none,
    ]
    static let faults: [SimulatedServer.Fault?] = [nil, .answerLost, .requestLost, .tokenOld]

    /// The first step to die at: of each third another one, so that every step has its turn.
    private static func first(_ kind: Settling, _ fault: SimulatedServer.Fault?) -> Int {
        ((kinds.firstIndex(of: kind) ?? 0) + (faults.firstIndex(of: fault) ?? 0)) % Seeds.each
    }

    /// Runs ticks until a quarter past, dies at checkpoint `crash`, goes on until all is settled.
    private func play(
        _ kind: Settling, _ post: Post, _ fault: SimulatedServer.Fault?, on call: Int, crash: Int?,
        refusal: LedgerError? = nil
    ) async throws -> (World, reached: Bool) {
        let world = try World(kind, posts: [post])
        if case .readBack(_, let lag) = kind { world.server.with { $0.lag = lag } }
        world.sleep(60)
        try await world.tick()
        world.sleep(14 * 60 + 10)
        if let fault {
            world.server.with { $0.faults = [fault] }
        }
        world.state.with {
            $0.checkpoints = []
            $0.crashAt = crash
            $0.refusal = refusal
        }
        var reached = false
        for _ in 0..<400 {
            do {
                try await world.tick()
            } catch let error as Crash {
                #expect(!reached, "died twice at \(error.at)")
                reached = true
            } catch  where refusal != nil && (error is LedgerError || error is OutcomeKept) {
                #expect(!reached, "refused twice: \(error)")
                reached = true
            }
            // The next process does not die.
            if reached { world.state.with { $0.crashAt = nil } }
            world.sleep(300)
            let states = try world.ledger.deliveries(in: Set(DeliveryState.allCases)).map(\.state)
            if !states.isEmpty, states.allSatisfy({ $0 == .posted || $0 == .needsResolve }) { break }
        }
        return (world, reached)
    }

    private func check(_ world: World, _ kind: Settling, _ post: Post, _ note: String) throws {
        #expect(world.doubles.isEmpty, "twice: \(note)")
        let delivery = try world.delivery(post.id)
        let texts = world.server.current.published.map(\.text)
        switch delivery?.state {
        case .posted: #expect(texts == post.body, "\(note)")
        case .needsResolve:
            #expect(kind == .none, "\(note): \(delivery?.reason ?? "")")
            #expect(try world.ledger.status(now: world.instant).needsPerson.count == 1)
        default: Issue.record("\(note): \(String(describing: delivery?.state)) \(delivery?.reason ?? "")")
        }
    }

    @Test(arguments: kinds, faults)
    func `killed between any two steps, a post goes out once or is shown to a person`(
        kind: Settling, fault: SimulatedServer.Fault?
    ) async throws {
        var post = World.tea
        post.images = [PostImage(file: "a.png", alt: "tea")]
        var crash = CrashTests.first(kind, fault)
        while true {
            let (world, reached) = try await play(kind, post, fault, on: 0, crash: crash)
            let note =
                "\(kind) \(String(describing: fault)) crash \(crash) at \(world.state.current.checkpoints.last ?? "")"
            try check(world, kind, post, note)
            if !reached { break }
            crash += Seeds.each
        }
        #expect(crash > 10)
    }

    @Test(arguments: kinds)
    func `killed between any two steps, a thread goes out once, whole and in order`(kind: Settling)
        async throws
    {
        for fault in [nil, SimulatedServer.Fault.answerLost] {
            var crash = CrashTests.first(kind, fault)
            while true {
                let (world, reached) = try await play(kind, World.thread, fault, on: 0, crash: crash)
                let published = world.server.current.published
                #expect(published.map(\.part) == Array(0..<published.count))
                try check(world, kind, World.thread, "\(kind) \(String(describing: fault)) crash \(crash)")
                if !reached { break }
                crash += Seeds.each
            }
            #expect(crash > 15)
        }
    }

    /// The disk is full for one write, wherever that is; the checkpoint stands before it.
    @Test(arguments: kinds, [nil, SimulatedServer.Fault.answerLost])
    func `whichever write the ledger refuses, a post goes out once or is shown to a person`(
        kind: Settling, fault: SimulatedServer.Fault?
    ) async throws {
        var post = World.tea
        post.images = [PostImage(file: "a.png", alt: "tea")]
        var refused = 0
        for write in stride(from: CrashTests.first(kind, fault), to: 40, by: Seeds.each) {
            let (world, reached) = try await play(kind, post, fault, on: 0, crash: write, refusal: .full)
            try check(world, kind, post, "\(kind) write \(write) \(world.state.current.checkpoints)")
            if reached { refused += 1 }
        }
        #expect(refused > Seeds.share(10))
    }

    /// Many crashes and many faults in one run, by seeds.
    @Test(arguments: kinds)
    func `whatever fails in whatever order, nothing goes out twice and nothing is lost`(kind: Settling)
        async throws
    {
        for seed in 1...4 {
            var tea = World.tea
            tea.images = [PostImage(file: "a.png", alt: "tea")]
            let world = try World(
                kind, posts: [tea, World.thread, Post(id: "bun", kind: "curated", body: ["Bun"])])
            let random = world.surroundings().random
            world.state.with { $0.seed = UInt64(seed) }
            for _ in 0..<36 {
                let faults = SimulatedServer.Fault.allCases.filter { $0 != .refused && $0 != .suspended }
                world.server.with { server in
                    server.faults = (0..<3).flatMap { _ in
                        random(0...1) == 0 ? [faults[random(0...faults.count - 1)]] : []
                    }
                    server.lookupFaults = random(0...2) == 0 ? [faults[random(0...faults.count - 1)]] : []
                    server.isDown = random(0...9) == 0
                }
                let crash: Int? = random(0...2) == 0 ? random(0...25) : nil
                world.state.with {
                    $0.checkpoints = []
                    $0.crashAt = crash
                }
                do { try await world.tick() } catch is Crash {}
                world.sleep(random(60...600))
            }
            world.server.with {
                $0.faults = []
                $0.lookupFaults = []
                $0.isDown = false
            }
            world.state.with { $0.crashAt = nil }
            for _ in 0..<40 {
                try await world.tick()
                world.sleep(900)
            }
            #expect(world.doubles.isEmpty, "\(kind) seed \(seed)")
            for post in world.state.current.posts {
                let delivery = try world.delivery(post.id)
                let texts = world.server.current.published.filter { $0.key == delivery?.key }.map(\.text)
                switch delivery?.state {
                case .posted: #expect(texts == post.body, "\(kind) seed \(seed)")
                case .needsResolve, .held: break
                default:
                    Issue.record(
                        "\(kind) seed \(seed) \(post.id): \(String(describing: delivery?.state)) \(delivery?.reason ?? "")"
                    )
                }
            }
        }
    }
}
