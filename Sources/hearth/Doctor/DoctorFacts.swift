import Ledger
import Policies
import Posts

/// What the doctor has found out, before any of it is judged. Never holds a secret.
struct DoctorFacts {
    /// The machine and its libraries.
    struct Machine {
        var hearth: String
        var isRoot: Bool
        var sqlite: String
        var openssl: String
        var curl: String
        /// Whether libcurl is new enough, has TLS, and looks up names in time.
        var curlIsNew: Bool
        var tls: String?
        var looksUpInTime: Bool
        /// The folder of the time zones.
        var zoneFolder: String
        /// Version of the time zones, such as `2026b`; nil where the folder does not tell.
        var zoneVersion: String?
        /// Whether a zone of that folder can be read.
        var hasZones: Bool
    }

    /// The state folder.
    struct State {
        var path: String
        /// Nil if there is none yet.
        var mode: Int?
        var isOurs = true
        /// Such as `ext4`; nil where it cannot be known.
        var fileSystem: String?
        var isWritable = true
        /// Files that others may read or write, with their modes.
        var openFiles: [(name: String, mode: Int)] = []
        /// Whom it belongs to.
        var owner: String?
        /// What belongs to somebody else in it, and beside it, with whom.
        var strangers: [(name: String, owner: String)] = []
        /// Files that git keeps, or would: they come back with an old checkout.
        var versioned: [String] = []
        /// Whether the epoch lies in the folder, and would be lost or restored with it.
        var epochIsInside = false
        /// What is left for this user; nil where the file system does not tell.
        var room: Headroom?
    }

    /// The ledger.
    enum Ledger {
        case none
        /// Of an older Hearth, which the next tick brings up to date.
        case older(String)
        case unusable(String)
        ///
        /// `standing` says why it is not the one that sent; nil if it is.
        case open(
            LedgerVitals, damage: String?, standing: String?, last: TickRecord?, untold: Int)
    }

    /// The clock.
    struct Clock {
        /// Epoch seconds.
        var now: Int
        var bootMilliseconds: Int
        var bootID: String
        /// Whether the kernel knows it to be synchronised; nil where it does not tell.
        var isSynchronised: Bool?
    }

    /// One secret of one account.
    struct SecretFact {
        var account: String
        var key: String
        /// Where it is, without the secret: `env MASTODON_TOKEN`.
        var place: String
        /// Why it is not at hand; nil if it is.
        var fault: String?
    }

    /// What a network gave in return.
    struct SessionFact {
        var account: String
        var fault: String?
        /// Until when a token holds, in epoch seconds, and what it allows, where it says so itself.
        var tokens: [(name: String, expires: Int?, scope: String?)] = []
    }

    /// Queue and policy.
    struct Workspace {
        /// Errors of the policy; nothing else is known if there are any.
        var policyErrors: Int
        /// Warnings, and errors that take one account out.
        var policyFindings: Int = 0
        var accounts: Int = 0
        var posts: Int = 0
        var queueErrors: Int = 0
        var warnings: Int = 0
        /// How people are told; nil for not at all.
        var notify: String?
        /// Why they could not be; nil if nothing speaks against it.
        var notifyFault: String?
    }

    var machine: Machine
    var state: State
    var ledger: Ledger
    var clock: Clock
    var workspace: Workspace
    var secrets: [SecretFact] = []
    var sessions: [SessionFact] = []
}
