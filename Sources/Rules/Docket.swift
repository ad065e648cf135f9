import Policies
import Posts
import Timeline

/// A problem made ready for the rules: per account its subjects, its past at `now`, and its slots.
public struct Docket: Sendable {
    /// The problem it was made from.
    public let problem: Problem
    /// Per account, in order of their names, what its rules may know.
    public let cases: [AccountCase]
    /// Per account, what had gone out up to `now`, other accounts' postings of the same posts included.
    public let pasts: [Past]
    /// Per account, the subjects of its queue posts by id, without those that are barred from it.
    public let subjectOfPost: [[PostID: Subject]]
    /// Per account, the queue posts that are barred from it.
    public let barred: [[PostID: Barred]]

    /// A post that is kept from an account, whatever the rules say.
    public struct Barred: Sendable {
        /// The post.
        public let subject: Subject
        /// Why, in one sentence.
        public let reason: String
    }

    /// Resolves every post on every account it may go to, and the history.
    ///
    /// Drafts are left out; so are posts of a kind the policy does not know (the readers report them).
    public init(_ problem: Problem) {
        self.problem = problem
        var identities = IdentityTable(posts: problem.posts, history: problem.history)
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        var cases: [AccountCase] = []
        var pasts: [Past] = []
        var byPost: [[PostID: Subject]] = []
        var allBarred: [[PostID: Barred]] = []
        let history = Dictionary(
            grouping: problem.history.filter { $0.at <= problem.now }.sorted(by: Docket.replayOrder),
            by: \.account)
        let numbers = Docket.numbersOfPosts(problem)
        for account in problem.policy.accounts {
            let reasons = problem.barred[account.id] ?? [:]
            var builder = SubjectBuilder(account: account, policy: problem.policy, barred: Set(reasons.keys))
            for number in numbers[account.id] ?? [] {
                let post = problem.posts[number]
                builder.add(
                    post, identities: &identities, posts: posts,
                    earliest: problem.earliest(post.id, on: account.id))
            }
            var lines: [(Subject, Instant)] = []
            for line in history[account.id] ?? [] {
                lines.append((builder.add(line, identities: &identities, posts: posts), line.at))
            }
            let account = AccountCase(
                account: account, now: problem.now, isHeld: problem.held.contains(account.id),
                waitingSince: problem.waiting[account.id], purpose: problem.purpose,
                subjects: builder.subjects)
            var past = Past(account: account.account.id, goodwill: account.settings.goodwill)
            for (subject, at) in lines { past.append(account.candidate(subject, at: at), isPlanned: false) }
            cases.append(account)
            pasts.append(past)
            byPost.append(builder.byPost.filter { reasons[$0.key] == nil })
            allBarred.append(
                reasons.reduce(into: [:]) { all, entry in
                    all[entry.key] = builder.byPost[entry.key].map {
                        Barred(subject: $0, reason: entry.value)
                    }
                })
        }
        self.cases = cases
        subjectOfPost = byPost
        barred = allBarred
        self.pasts = Docket.introducing(pasts)
    }

    /// Per account, the places of the posts that may go to it: found in one pass, for with many accounts looking at
    /// every post for each of them would cost more than all the rest.
    private static func numbersOfPosts(_ problem: Problem) -> [AccountID: [Int]] {
        let all = Set(problem.policy.accounts.map(\.id))
        var numbers: [AccountID: [Int]] = [:]
        for (number, post) in problem.posts.enumerated() where !post.isDraft {
            for account in post.accounts.map(Set.init) ?? all { numbers[account, default: []].append(number) }
        }
        return numbers
    }

    /// By instant, then by account name, then by what was posted, so that equal times have one order.
    static func replayOrder(_ a: HistoryLine, _ b: HistoryLine) -> Bool {
        if a.at != b.at { return a.at < b.at }
        if a.account != b.account { return a.account < b.account }
        return (a.post?.rawValue ?? "", a.kind.rawValue, a.link ?? "") < (
            b.post?.rawValue ?? "", b.kind.rawValue, b.link ?? ""
        )
    }

    /// Tells every account where its posts went elsewhere.
    private static func introducing(_ pasts: [Past]) -> [Past] {
        var introduced = pasts
        for (here, past) in pasts.enumerated() {
            for posting in past.postings {
                let sighting = Past.Sighting(account: past.account, at: posting.at, isPlanned: false)
                for there in introduced.indices where there != here {
                    introduced[there].elsewhere[posting.subject.identity, default: []].append(sighting)
                }
            }
        }
        return introduced
    }
}

/// Numbers for what counts as the same post.
struct IdentityTable {
    private var byContent: [PostIdentity: Int] = [:]
    private var byPost: [PostID: Int] = [:]
    private let recognition: Recognition
    private var count = 0

    /// Numbers every post of the queue.
    ///
    /// - Parameter history: A line whose content a post of the queue has is that post, whatever it was called.
    init(posts: [Post], history: [HistoryLine] = []) {
        recognition = Recognition(posts, knowsWords: history.contains { $0.content != nil })
        for post in posts {
            if let known = byContent[post.identity] {
                byPost[post.id] = known
            } else {
                byContent[post.identity] = count
                byPost[post.id] = count
                count += 1
            }
        }
        let queue = Set(byPost.keys)
        let strangers = history.filter { $0.content != nil && $0.post.map(queue.contains) == false }
        // An `after:` may still say the old id, as long as no other post has taken it.
        for line in strangers.sorted(by: Docket.replayOrder) {
            if let post = line.post, let known = self.post(of: line) { byPost[post] = byPost[known] }
        }
    }

    /// The post of the queue that a line of history was: the one that has its words, else the one that has its name.
    func post(of line: HistoryLine) -> PostID? { recognition.post(line.post, content: line.content) }

    /// The number of the post that a line of history was.
    mutating func number(of line: HistoryLine) -> Int {
        (post(of: line) ?? line.post).map { number(of: $0) } ?? fresh()
    }

    /// The number of a post by its id; an id that is no queue post gets one of its own, so that a line of history
    /// still satisfies an `after:` that names it.
    mutating func number(of post: PostID) -> Int {
        if let known = byPost[post] { return known }
        byPost[post] = count
        count += 1
        return count - 1
    }

    /// A number that nothing else has.
    mutating func fresh() -> Int {
        count += 1
        return count - 1
    }
}
