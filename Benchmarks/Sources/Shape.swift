/// How large a generated workspace is.
struct Shape: Hashable, Sendable {
    /// What it is called in tables.
    var name: String
    /// Groups of accounts that share no post.
    var brands = 1
    /// Accounts of one brand.
    var accountsPerBrand = 1
    /// Candidate posts, over all brands.
    var posts: Int
    /// Days of the horizon.
    var days: Int
    /// Minutes between slots.
    var grid = 15
    /// To how many accounts of its brand a post goes at least and at most.
    var spread: ClosedRange<Int> = 1...1
    /// Whether every account has the policy of the first one (time zones aside), so that sizes can be compared.
    var isUniform = false

    /// Accounts in all.
    var accounts: Int { brands * accountsPerBrand }

    /// The gap, in ten-thousandths, that a plan for this set is to be proved within.
    var goal: Int {
        switch name {
        case "S": 50
        case "M": 100
        case "L": 150
        case "XL": 200
        default: 100
        }
    }

    /// One account for a week.
    static let small = Shape(name: "S", posts: 40, days: 7)
    /// One account for two weeks, with a full queue.
    static let medium = Shape(name: "M", posts: 300, days: 14)
    /// Five accounts that share their posts.
    static let large = Shape(name: "L", accountsPerBrand: 5, posts: 1_000, days: 28, spread: 1...5)
    /// Ten brands of five accounts.
    static let extraLarge = Shape(
        name: "XL", brands: 10, accountsPerBrand: 5, posts: 20_000, days: 28, spread: 1...4)
    /// The sets by size.
    static let sets = [small, medium, large, extraLarge]
}
