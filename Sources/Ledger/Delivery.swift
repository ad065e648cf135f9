import Foundation
import Posts
import Timeline

/// One occurrence of a post on an account, from the moment its slot was due.
public struct Delivery: Hashable, Sendable, Identifiable {
    /// Its number in this ledger.
    public var id: Int
    /// Where it goes.
    public var account: AccountID
    /// What goes.
    public var post: PostID
    /// 0 for the first time the post goes out on the account; others only for evergreen posts.
    public var occurrence: Int
    /// Names it for ever, towards the network too: 24 characters a to z and 2 to 7.
    public var key: String
    /// The slot it was due at.
    public var plannedAt: Instant
    /// Where it stands.
    public var state: DeliveryState
    /// Publishing calls so far.
    public var attempt: Int
    /// Calls in a row that came to nothing, for the next wait.
    public var failures: Int
    /// Not before this epoch second.
    public var notBefore: Int
    /// Microseconds since the epoch at which it was first begun; never changes afterwards.
    public var begunMicroseconds: Int?
    /// Microseconds since the epoch at which the message was last written anew.
    public var composedMicroseconds: Int?
    /// When the first publishing call that may have taken effect was made, in epoch seconds.
    public var firstSent: Int?
    /// Since when others see it, or a part of it, for certain; epoch seconds.
    public var visibleSince: Int?
    /// What history needs to know of it.
    public var facts: DeliveryFacts
    /// The frozen message while it is under way; nil again when it is out.
    public var message: Data?
    /// SHA-256 of the message that the handles belong to, in hexadecimal.
    public var messageDigest: String?
    /// What earlier steps brought.
    public var handles: [String: String]
    /// The publishing call that is under way or whose outcome is not known.
    public var flight: Flight?
    /// The id the network gave it.
    public var remoteID: String?
    /// Where it can be seen.
    public var url: String?
    /// Why it stands where it stands, in a sentence.
    public var reason: String?
    /// Whether a person must do something about it, beyond what its state says.
    public var asksPerson: Bool
    /// When it last changed, in epoch seconds.
    public var changed: Int

    /// A delivery as it begins.
    public init(
        id: Int, account: AccountID, post: PostID, occurrence: Int = 0, key: String, plannedAt: Instant,
        facts: DeliveryFacts, changed: Int
    ) {
        self.init(
            id: id, account: account, post: post, occurrence: occurrence, key: key, plannedAt: plannedAt,
            state: .planned, attempt: 0, failures: 0, notBefore: 0, facts: facts, handles: [:],
            changed: changed)
    }

    /// A publishing call, frozen before it was made.
    public struct Flight: Hashable, Sendable {
        /// The step's name.
        public var step: String
        /// The frozen request, without secrets.
        public var request: Data
        /// When this step was first sent, in epoch seconds: an idempotency key lives from here.
        public var firstSent: Int
        /// When it was last sent, in epoch seconds.
        public var lastSent: Int
        /// Whether an earlier call of this step ended in doubt.
        public var isDoubted: Bool
        /// Since when its outcome is not known, in epoch seconds.
        public var unknownSince: Int?
        /// How often it was looked up.
        public var lookups: Int
        /// Not looked up before this epoch second.
        public var nextLookup: Int
        /// Scans that did not find it, far enough apart to count.
        public var absentScans: Int
        /// When the last scan that counts was made, in epoch seconds.
        public var absentAt: Int?

        /// A call may be under way at the server for so many seconds after it was made, even if the caller is dead.
        public static let mostSeconds = 30

        /// The last second in which it can have taken effect, by what is known at epoch second `now`. That is when the post
        /// went out, for all that keeps a distance: it is not nearer then than it seems.
        public func latestEffect(by now: Int) -> Int {
            lastSent + min(max(0, now - lastSent), Flight.mostSeconds)
        }

        /// A call of `step`.
        public init(
            step: String, request: Data, firstSent: Int, lastSent: Int, isDoubted: Bool = false,
            unknownSince: Int? = nil,
            lookups: Int = 0, nextLookup: Int = 0, absentScans: Int = 0, absentAt: Int? = nil
        ) {
            self.step = step
            self.request = request
            self.firstSent = firstSent
            self.lastSent = lastSent
            self.isDoubted = isDoubted
            self.unknownSince = unknownSince
            self.lookups = lookups
            self.nextLookup = nextLookup
            self.absentScans = absentScans
            self.absentAt = absentAt
        }
    }

    init(
        id: Int, account: AccountID, post: PostID, occurrence: Int, key: String, plannedAt: Instant,
        state: DeliveryState, attempt: Int, failures: Int, notBefore: Int, begunMicroseconds: Int? = nil,
        composedMicroseconds: Int? = nil,
        firstSent: Int? = nil, visibleSince: Int? = nil, facts: DeliveryFacts, message: Data? = nil,
        messageDigest: String? = nil, handles: [String: String], flight: Flight? = nil,
        remoteID: String? = nil,
        url: String? = nil, reason: String? = nil, asksPerson: Bool = false, changed: Int
    ) {
        self.id = id
        self.account = account
        self.post = post
        self.occurrence = occurrence
        self.key = key
        self.plannedAt = plannedAt
        self.state = state
        self.attempt = attempt
        self.failures = failures
        self.notBefore = notBefore
        self.begunMicroseconds = begunMicroseconds
        self.composedMicroseconds = composedMicroseconds
        self.firstSent = firstSent
        self.visibleSince = visibleSince
        self.facts = facts
        self.message = message
        self.messageDigest = messageDigest
        self.handles = handles
        self.flight = flight
        self.remoteID = remoteID
        self.url = url
        self.reason = reason
        self.asksPerson = asksPerson
        self.changed = changed
    }

    /// Whether a person must do something before anything happens.
    public var needsPerson: Bool { state.needsPerson || asksPerson }

    /// Whether its next attempt is still to come. What is put off by more than a day was written down by a clock that stood
    /// wrong, and is due at once.
    ///
    /// - Parameter now: Epoch seconds.
    public func isWaiting(_ now: Int) -> Bool { notBefore > now && notBefore <= now + AskedPause.longest }

    /// Whether a clock that was ahead has given it up, and was set back since: its slot then is another chance, though it
    /// is no later one. What is out or dropped never is: one that is repeated must not come early.
    ///
    /// - Parameter now: Epoch seconds.
    public func isGivenUpAhead(of now: Int) -> Bool {
        [.missed, .expired, .rejected].contains(state) && (plannedAt.minutes * 60 > now || changed > now)
    }

    /// The line of history it makes, if others see it or may see it: at the minute in which its first part went out.
    ///
    /// Rounded down: a post that went out three seconds after its slot went out at its slot. In doubt it is the last call
    /// that counts, at the end of it if nobody saw an answer.
    public var historyLine: HistoryLine? {
        guard state == .posted || state.isInDoubt || visibleSince != nil else { return nil }
        guard let seconds = visibleSince ?? flight.map(latestEffect) ?? firstSent else { return nil }
        return HistoryLine(
            account: account, post: post, kind: facts.kind, at: Instant(minutes: floorDivide(seconds, 60)),
            link: facts.link, topics: facts.topics, source: facts.source, campaign: facts.campaign, url: url,
            content: facts.identity)
    }

    private func latestEffect(_ flight: Flight) -> Int {
        if state == .sending { return flight.lastSent }
        // Since when it is in doubt is known of the first call only.
        let known =
            flight.unknownSince.flatMap { $0 < flight.lastSent ? nil : $0 } ?? flight.lastSent
            + Flight.mostSeconds
        return flight.latestEffect(by: known)
    }
}

/// What history needs to know of a post, as it was when its message was written.
public struct DeliveryFacts: Hashable, Sendable {
    /// Its label.
    public var kind: KindName
    /// The page it points to, as written.
    public var link: String?
    /// What it is about.
    public var topics: [String]
    /// Whose work it points to.
    public var source: String?
    /// The campaign it belongs to.
    public var campaign: CampaignName?
    /// Stands for everything of the post that goes out; a rejected post may be tried again when it differs.
    public var content: String
    /// The digest of what makes it the same post under any id: link and body. Nil where it was not kept.
    public var identity: String?

    /// Facts of a post.
    public init(
        kind: KindName, link: String? = nil, topics: [String] = [], source: String? = nil,
        campaign: CampaignName? = nil, content: String = "", identity: String? = nil
    ) {
        self.kind = kind
        self.link = link
        self.topics = topics
        self.source = source
        self.campaign = campaign
        self.content = content
        self.identity = identity
    }
}

/// A placement of the stored plan.
public struct PlannedSlot: Hashable, Sendable {
    /// Which post.
    public var post: PostID
    /// Where.
    public var account: AccountID
    /// When.
    public var at: Instant

    /// `post` on `account` at `at`.
    public init(post: PostID, account: AccountID, at: Instant) {
        self.post = post
        self.account = account
        self.at = at
    }
}

/// Something that was tried or decided about a delivery; never changed or deleted.
public struct AttemptRecord: Hashable, Sendable {
    /// The delivery.
    public var delivery: Int
    /// The number of the publishing call it belongs to, 0 before the first.
    public var attempt: Int
    /// When, in epoch seconds.
    public var at: Int
    /// The state before, nil where the delivery was made.
    public var from: DeliveryState?
    /// The state after.
    public var to: DeliveryState
    /// The step, if it was about one.
    public var step: String?
    /// What happened, in a sentence.
    public var note: String?
    /// Host and process that did it.
    public var owner: String?

    /// A record; see the properties.
    public init(
        delivery: Int, attempt: Int, at: Int, from: DeliveryState?, to: DeliveryState, step: String? = nil,
        note: String? = nil, owner: String? = nil
    ) {
        self.delivery = delivery
        self.attempt = attempt
        self.at = at
        self.from = from
        self.to = to
        self.step = step
        self.note = note
        self.owner = owner
    }
}
