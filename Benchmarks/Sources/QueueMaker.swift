import Posts
import Timeline

/// Draws candidate posts with the mix of kinds, sources and dates that a busy queue has.
struct QueueMaker {
    private let shape: Shape
    private let now: Instant
    private var random: RandomSource
    private var hosts: [(String, Int)]
    private var links: [String] = []
    private var serial = 0

    static let topics = [
        "repair", "bicycles", "textiles", "kitchen", "electronics", "wood", "maps", "software", "garden",
        "books", "energy", "neighbours",
    ]
    private static let kinds: [(String, Int)] = [
        ("curated", 45), ("reshare", 10), ("community", 8), ("conversation", 8), ("answer", 7), ("own", 9),
        ("promo", 7), ("webinar", 2), ("quote", 4),
    ]

    /// Posts of the stream `stream`: the queue and the past draw from different ones.
    init(shape: Shape, now: Instant, seed: UInt64, stream: UInt64) {
        self.shape = shape
        self.now = now
        random = RandomSource(seed: seed, stream: stream)
        // Zipf: the k-th host is named 1/k as often as the first.
        hosts = (0..<40).map { ("source\($0).example", 100_000 / ($0 + 1)) }
    }

    /// One post of a brand, without dates of its own.
    mutating func bare(_ prefix: String, brand: Int) -> Post {
        let number = serial
        serial += 1
        let kind = random.pick(weighted: QueueMaker.kinds)
        let digits = String(number)
        let id = prefix + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        var post = Post(id: PostID(id), kind: KindName(kind), body: ["Number \(digits), \(kind)."])
        post.topics = random.choose(random.chance(35) ? 2 : 1, of: QueueMaker.topics.count)
            .map { QueueMaker.topics[$0] }
        switch kind {
        case "own": post.link = "https://b\(brand).example/articles/\(digits)"
        case "promo", "webinar": post.link = "https://shop.b\(brand).example/offers/\(digits)"
        case "curated", "reshare", "community": post.link = foreignLink(digits, brand: brand)
        case "answer": post.link = random.chance(30) ? foreignLink(digits, brand: brand) : nil
        default: break
        }
        post.priority = random.pick(weighted: [(1, 8), (2, 17), (3, 50), (4, 18), (5, 7)])
        return post
    }

    private mutating func foreignLink(_ digits: String, brand: Int) -> String {
        // Some pages are found twice, and some posts have a label that does not hold.
        if !links.isEmpty, random.chance(3) { return random.pick(links) }
        if random.chance(1) { return "https://shop.b\(brand).example/news/\(digits)" }
        let link = "https://\(random.pick(weighted: hosts))/pages/\(digits)"
        links.append(link)
        return link
    }

    /// The whole queue, in order of ids.
    mutating func queue() -> [Post] {
        var posts: [Post] = []
        var series: [Int: (post: Post, length: Int)] = [:]
        for number in 0..<shape.posts {
            let brand = number % shape.brands
            var post = bare("posts/p", brand: brand)
            if shape.accounts > 1 { post.accounts = accounts(brand: brand) }
            dates(&post)
            let kind = post.kind.rawValue
            if ["promo", "webinar"].contains(kind) {
                post.campaign = campaign(kind, brand: brand)
            } else if ["curated", "community", "answer"].contains(kind), post.notAfter == nil,
                random.chance(4)
            {
                post.evergreen = Evergreen(every: .days(random.pick([10, 30])), times: random.within(2...4))
            } else if kind == "own" {
                follow(&post, &series[brand])
            }
            posts.append(post)
        }
        pin(&posts)
        return posts
    }

    private mutating func accounts(brand: Int) -> [AccountID] {
        let range = shape.spread.lowerBound...min(shape.spread.upperBound, shape.accountsPerBrand)
        // Most go to the middle of the range: the rounded mean of two draws.
        let count = (random.within(range) + random.within(range) + 1) / 2
        return random.choose(count, of: shape.accountsPerBrand).map {
            AccountID(PolicyText.accountName(brand: brand, place: $0))
        }
    }

    private mutating func dates(_ post: inout Post) {
        let today = now.utc.date
        post.created = .date(today.adding(days: -random.within(0...14)))
        if random.chance(33) { post.halfLife = .days(random.pick([2, 4, 5, 7, 14])) }
        let first = random.below(max(1, shape.days))
        if random.chance(10) {
            post.notBefore = .date(today.adding(days: first))
            if random.chance(50) { post.notAfter = .date(today.adding(days: first + random.within(2...10))) }
        } else if random.chance(10) {
            let local = LocalDateTime(date: today.adding(days: first + 1), minuteOfDay: 18 * 60)
            post.notAfter = .local(local)
        }
    }

    private mutating func campaign(_ kind: String, brand: Int) -> CampaignName? {
        guard random.chance(60) else { return nil }
        return CampaignName((kind == "promo" ? "sale-b" : "talks-b") + "\(brand)")
    }

    /// Some articles are series: each part waits for the one before, on the same accounts.
    private mutating func follow(_ post: inout Post, _ series: inout (post: Post, length: Int)?) {
        if let last = series, last.length < 3, random.chance(60) {
            post.after = [last.post.id]
            post.lag = .days(random.within(1...3))
            post.accounts = last.post.accounts
            series = (post, last.length + 1)
        } else {
            series = random.chance(30) ? (post, 1) : nil
        }
    }

    /// Up to 1.5 % are pinned, at most one per account and every third day, each on the first of its accounts.
    private mutating func pin(_ posts: inout [Post]) {
        var taken: [AccountID: Set<Int>] = [:]
        var left = max(1, posts.count * 15 / 1000)
        let today = now.utc.date
        for index in posts.indices where left > 0 {
            let post = posts[index]
            guard ["curated", "community"].contains(post.kind.rawValue), post.notBefore == nil,
                post.notAfter == nil, post.evergreen == nil
            else { continue }
            let account = post.accounts?.first ?? AccountID(PolicyText.accountName(brand: 0, place: 0))
            let day = 1 + random.below(max(1, shape.days - 2))
            guard taken[account, default: []].allSatisfy({ abs($0 - day) >= 3 }) else { continue }
            taken[account, default: []].insert(day)
            // 09:00 to 11:45 is open on every account and every day; on Sundays it may not be, so these move on.
            let date = today.adding(days: today.adding(days: day).weekday == .sunday ? day + 1 : day)
            let minute = 9 * 60 + random.below(12) * 15
            let stamp = Stamp.local(LocalDateTime(date: date, minuteOfDay: minute))
            posts[index].pin = shape.accounts == 1 ? .everywhere(stamp) : .perAccount([account: stamp])
            left -= 1
        }
    }
}
