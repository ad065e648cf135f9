/// What can go wrong, or happen at a bad moment. Every one of them must occur in a hundred years.
///
/// The part before the point says where: at the next call that publishes, prepares or looks something up, or in the
/// world around the calls.
public enum Fault: String, Hashable, Sendable, CaseIterable, Codable {
    // At a call that publishes.
    case publishConnect = "publish.connect"
    case publishLostBefore = "publish.lost-before"
    case publishLostAfter = "publish.lost-after"
    case publishTimeoutBefore = "publish.timeout-before"
    case publishTimeoutAfter = "publish.timeout-after"
    case publishCommittedLate = "publish.committed-late"
    case publishTruncated = "publish.truncated"
    case publishTooMany = "publish.too-many"
    case publishErrorBefore = "publish.error-before"
    case publishErrorAfter = "publish.error-after"
    case publishEmptyBody = "publish.empty-body"
    case publishForeignBody = "publish.foreign-body"
    case publishForeignBefore = "publish.foreign-body-before"
    case publishOldToken = "publish.old-token"
    case publishRevoked = "publish.revoked"
    case publishSuspended = "publish.suspended"
    case publishRefused = "publish.refused"
    case publishRedirect = "publish.redirect"
    case publishStopped = "publish.stopped"
    case publishKeyLost = "publish.key-lost"
    case publishSameID = "publish.same-id"
    case publishMediaGone = "publish.media-gone"
    case publishMediaUnready = "publish.media-unready"
    // At a call that prepares.
    case prepareConnect = "prepare.connect"
    case prepareLostBefore = "prepare.lost-before"
    case prepareLostAfter = "prepare.lost-after"
    case prepareTooMany = "prepare.too-many"
    case prepareError = "prepare.error"
    case prepareEmptyBody = "prepare.empty-body"
    case prepareForeignBody = "prepare.foreign-body"
    case prepareOldToken = "prepare.old-token"
    case prepareRevoked = "prepare.revoked"
    case prepareRefused = "prepare.refused"
    case prepareRedirect = "prepare.redirect"
    case prepareMediaWorking = "prepare.media-working"
    // At a look-up.
    case lookupConnect = "lookup.connect"
    case lookupLost = "lookup.lost"
    case lookupTooMany = "lookup.too-many"
    case lookupError = "lookup.error"
    case lookupEmptyBody = "lookup.empty-body"
    case lookupForeignBody = "lookup.foreign-body"
    case lookupRevoked = "lookup.revoked"
    case lookupRedirect = "lookup.redirect"
    // Around the calls.
    case crash = "world.crash"
    case down = "world.down"
    case suspended = "world.machine-asleep"
    case reboot = "world.reboot"
    case deadClock = "world.reboot-with-a-wrong-clock"
    case clockAhead = "world.clock-ahead"
    case clockBack = "world.clock-back"
    case clockDrift = "world.clock-off-a-little"
    case unreachable = "world.unreachable"
    case outage = "world.outage"
    case lag = "world.time-line-lags"
    case tokensExpire = "world.tokens-expire"
    case handPost = "world.post-by-hand"
    case handTwin = "world.same-post-by-hand"
    case editText = "queue.text-edited"
    case rename = "queue.renamed"
    case nameTaken = "queue.name-taken"
    case remove = "queue.removed"
    case draft = "queue.made-a-draft"
    case movePin = "queue.pin-moved"
    case extend = "queue.not-after-moved"
    case newPost = "queue.post-added"
    case hold = "person.hold"
    case holdMidTick = "person.hold-while-ticking"
    case dropMidTick = "person.drops-while-ticking"
    case resolveMidTick = "person.resolves-while-ticking"
    case handDelete = "person.deletes-a-post"
    case record = "person.records-a-post"
    case dropOpen = "person.drops-what-is-open"
    case resolveDoubt = "person.resolves-a-doubt"
    case accountUnusable = "account.unusable"
    case accountGone = "account.out-of-the-policy"
    case sessionBroken = "session.unreadable"
    case sessionLost = "session.lost"
    case ledgerFull = "ledger.disk-full"
    case ledgerFails = "ledger.io-error"
    case outcomeRefused = "ledger.refuses-an-outcome"
    case ledgerRestored = "ledger.restored"
    case ledgerLost = "ledger.lost"
    case noRoom = "disk.nearly-full"
    case reserveMissing = "reserve.cannot-be-made"
    case reserveTorn = "reserve.torn"
    case epochFails = "epoch.not-written"
    case epochUnreadable = "epoch.unreadable"
    case planFails = "plan.fails"
    case tickTwice = "tick.again-at-once"

    /// Where it strikes.
    public enum Place: String, Hashable, Sendable, CaseIterable {
        /// The call that publishes.
        case publish
        /// A call that nobody sees the effect of.
        case prepare
        /// A look-up.
        case lookup
        /// Anywhere else.
        case world
    }

    /// Where it strikes.
    public var place: Place {
        Place(rawValue: String(rawValue.prefix { $0 != "." })) ?? .world
    }
}
