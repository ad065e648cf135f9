import HTTP
import Networks
import Posts
import Timeline

/// Something that stands on a network: one part of one post.
public struct Item: Hashable, Sendable {
    /// The id the network gave it.
    public var id: String
    /// Its words, as they were sent.
    public var text: String
    /// The id of what it answers.
    public var parent: String?
    /// Pictures it shows.
    public var media: [String]
    /// How the request named the delivery and its part, if it named them.
    public var key: String?
    /// When it was made, in seconds of the true time.
    public var at: Int
    /// Whether a person made it.
    public var isByHand: Bool
}

/// A service with one account, written from what its documentation says; it knows nothing of the adapters.
///
/// Time is the true one: a service's clock does not care what the machine of the client thinks.
class Service {
    /// The account.
    let account: AccountID
    /// Its host.
    let host: String
    /// What stands there, oldest first.
    private(set) var items: [Item] = []
    /// What stood there until a person deleted it in the network's own app.
    private(set) var deleted: [Item] = []
    private var made = 0
    /// Seconds by which its list of posts is behind.
    var lag = 0
    /// Whether its answer is to be followed by forgetting the key of the call.
    var losesKey = false
    /// Whether it has called one post by the name of another.
    var isConfused = false
    /// Whether it loses every third post: no network of the simulation does, unless a test wants to see it noticed.
    var losesPosts = false
    /// Told of everything that is made, before it stands there.
    var witness: ((Item) -> Void)?

    init(account: AccountID, host: String) {
        self.account = account
        self.host = host
    }

    /// Where a request belongs.
    func place(of request: Request) -> Fault.Place { .prepare }

    /// Acts on a request and answers it, at a true time in seconds.
    func answer(_ request: Request, now: Int) -> Response { Response(status: 404) }

    /// How it says that something is wrong, instead of acting; nil if it has no such thing.
    func refusal(_ fault: Fault, _ request: Request, now: Int) -> Response? { nil }

    /// Whether it can say that something is wrong in this way about this call; it changes nothing.
    func knows(_ fault: Fault, _ request: Request) -> Bool { false }

    /// Whether a fault that lets it act can strike this call.
    func suffers(_ fault: Fault, _ request: Request) -> Bool { true }

    /// Every short-lived token is old from now on.
    func expireTokens() -> Bool { false }

    /// The account works again: a person has seen to it.
    func mend() {}

    /// Puts something on the shelf.
    @discardableResult
    func make(
        _ text: String, id: String? = nil, parent: String? = nil, media: [String] = [], key: String? = nil,
        now: Int, byHand: Bool = false
    ) -> Item {
        // No network gives an id twice, not even that of what is gone.
        made += 1
        let item = Item(
            id: id ?? "\(100_000 + made * 7)", text: text, parent: parent, media: media, key: key,
            at: now,
            isByHand: byHand)
        witness?(item)
        // One that loses what it has promised to keep.
        if !losesPosts || items.count % 3 != 2 { items.append(item) }
        return item
    }

    /// The same, by a person in the network's own app.
    func makeByHand(_ text: String, now: Int) { make(text, now: now, byHand: true) }

    /// What a person deletes is in none of its lists any more.
    func delete(_ item: Item) {
        deleted += items.filter { $0.id == item.id }
        items.removeAll { $0.id == item.id }
    }

    /// Whether its lists do not show something that they otherwise would.
    func hides(now: Int) -> Bool { lag > 20 && items.contains { now - $0.at < lag } }

    /// What its lists show.
    func visible(now: Int) -> [Item] { items.filter { now - $0.at >= lag } }
}

/// Small helpers for what services read and write.
enum Wire {
    /// The path of a URL without its query.
    static func path(_ request: Request) -> String {
        let rest = request.url.dropFirst("https://".count)
        let path = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
        return String(path.prefix { $0 != "?" })
    }

    /// A value of the query.
    static func query(_ request: Request, _ name: String) -> String? {
        guard let mark = request.url.firstIndex(of: "?") else { return nil }
        for pair in request.url[request.url.index(after: mark)...].split(separator: "&") {
            let fields = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if fields[0] == name { return fields.count > 1 ? fields[1].removingPercents : "" }
        }
        return nil
    }

    /// The body as JSON.
    static func json(_ request: Request) -> JSON? {
        guard case .bytes(let bytes) = request.body else { return nil }
        return JSON(parsing: String(decoding: bytes, as: UTF8.self))
    }

    /// The token of the request.
    static func bearer(_ request: Request) -> String? {
        request.headers.first(named: "Authorization").map { String($0.dropFirst("Bearer ".count)) }
    }

    /// A JSON answer.
    static func ok(_ json: JSON, status: Int = 200, now: Int) -> Response {
        Response(status: status, headers: [Header("Date", date(now))], json: json.minified)
    }

    /// A time of RFC 3339 with milliseconds.
    static func time(_ seconds: Int) -> String {
        let second = seconds - floorDivide(seconds, 60) * 60
        return "\(Instant(minutes: floorDivide(seconds, 60)).utc):\(two(second)).000Z"
    }

    /// A time of RFC 9110.
    static func date(_ seconds: Int) -> String {
        let utc = Instant(minutes: floorDivide(seconds, 60)).utc
        let (year, month, day) = utc.date.fields
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let second = seconds - floorDivide(seconds, 60) * 60
        return
            "\(days[floorModulo(utc.date.dayNumber + 3, 7)]), \(two(day)) \(months[month - 1]) \(year) "
            + "\(two(utc.hour)):\(two(utc.minute)):\(two(second)) GMT"
    }

    /// A short name for bytes: FNV-1a, 64 bits.
    static func name(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 36)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func floorModulo(_ a: Int, _ b: Int) -> Int { a - floorDivide(a, b) * b }
}

extension String {
    /// Percent escapes resolved.
    fileprivate var removingPercents: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
