import Diagnostics
import HTTP
import Networks
import Planning
import Policies
import Posts
import Preview
import Rules
import TestSupport
import Timeline

/// What people see.
extension FuzzTarget {
    static let screens: [FuzzTarget] = [
        FuzzTarget("terminal", words: screenWords) { bytes in
            let text = Outcome.text(bytes)
            let shown = TerminalText.escaped(text)
            let plain = shown.unicodeScalars.contains { scalar in
                scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                    || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            }
            if plain { return "a control character is left" }
            if TerminalText.escaped(shown) != shown { return "escaping twice is not escaping once" }
            let width = bytes.count % 80
            let clipped = DisplayWidth.clipped(shown, to: width)
            if DisplayWidth.of(clipped) > width { return "\(DisplayWidth.of(clipped)) columns of \(width)" }
            let request = Request(
                url: "https://a.example/?q=\(text)", headers: [Header("X-Text", text)], json: text)
            if let fault = Outcome.controls(in: hidden(request.masked), of: "the request") { return fault }
            let finding = Diagnostic(
                .error, code: "some-code", text,
                at: SourceLocation(
                    file: text, line: 1, column: 1 + bytes.count / 2, endColumn: 2 + bytes.count),
                sourceLine: text, notes: [text], help: text)
            return Outcome.controls(in: DiagnosticPrinter().report([finding]), of: "the report")
        },
        FuzzTarget(
            "html", words: ["<p>", "</p>", "<br>", "<br/>", "&amp;", "&#65;", "&#x110000;", "&", "<", ";"]
        ) {
            bytes in
            let plain = HTMLText.plain(Outcome.text(bytes))
            return plain.unicodeScalars.count > bytes.count * 2 ? "the text is longer than the page" : nil
        },
        FuzzTarget("preview", words: screenWords, quick: 60) { bytes in
            let words = Outcome.text(bytes).split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
            let plan = plan(words)
            for width in [40, 80, 120] {
                let text = TextPreview.render(plan, style: PreviewStyle(width: width, leftOutLimit: nil))
                if let fault = Outcome.controls(in: text, of: "the preview") { return fault }
                for line in text.split(separator: "\n") where DisplayWidth.of(String(line)) > width {
                    return "\(DisplayWidth.of(String(line))) columns of \(width)"
                }
            }
            return Outcome.controls(in: JSONPreview.render(plan, style: PreviewStyle()), of: "the JSON")
        },
    ]

    private static let screenWords = [
        "\u{1B}[31m", "\u{1B}]0;title\u{7}", "\u{9B}2J", "\u{202E}", "\u{2066}", "\u{2069}", "\r", "\n", "\t",
        "\0",
        "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{E0041}", "\u{1F3F4}\u{E0067}\u{E007F}", "👩‍👩‍👧", "カレンダー",
        "e\u{301}\u{301}", "\u{2028}", "aaaaaaaaaaaaaaaaaaaaaaaa", "/", "...", "\u{65}\u{20DD}",
    ]

    /// Requests keep tabs, and what nobody sees, as a service gets it.
    private static func hidden(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { scalar in
                    switch scalar.value {
                    case 9, 0x200B, 0x2028, 0x2029, 0x2060...0x2064, 0xFEFF, 0xE0000...0xE007F: false
                    default: true
                    }
                }))
    }

    /// A plan with these words wherever words may stand.
    private static func plan(_ words: [String]) -> Plan {
        let word = { (index: Int) in words.isEmpty ? "" : words[index % words.count] }
        let now = Instant(minutes: 29_923_680)
        let account = AccountID(word(0))
        let posts = (0..<min(6, words.count)).map { index -> PlannedPost in
            let at = now + .hours(index * 5)
            return PlannedPost(
                post: PostID(word(index)), account: account, at: at, local: SystemZones.berlin.local(at: at),
                kind: KindName(word(index + 1)), side: Side.allCases[index % 3], reach: 500,
                isPinned: index == 1,
                broken: index == 2 ? [.init(rule: "apart", weight: 300, sentence: word(3))] : [])
        }
        let unplaced = (0..<min(6, words.count)).map { index in
            UnplacedPost(
                post: PostID("left/" + word(index)), account: account, kind: KindName(word(index)),
                refusals: index % 2 == 0 ? [.init(rule: "mix", slots: 9, message: word(index + 2))] : [],
                outrankedSlots: index % 3, slots: 10)
        }
        let forecast = AccountForecast(
            account: account, zone: SystemZones.berlin, pace: PaceSettings(min: 1), goodwillCap: 8,
            goodwill: [GoodwillPoint(at: now, balance: 2)],
            runway: Runway(
                giveStock: 3, giveUntil: LocalDate(dayNumber: 20_790),
                needed: [.init(kind: KindName(word(4)), count: 3, by: LocalDate(dayNumber: 20_788))]),
            shares: [
                .init(
                    limit: MixLimit(
                        of: Selector([.topic(word(5)), .campaign(CampaignName(word(6)))]),
                        atMost: .percent(5),
                        over: .time(.days(14))), members: 1, total: 3, at: now)
            ], days: [], slots: 10)
        return Plan(
            now: now, end: now + .days(2), placements: posts, unplaced: unplaced, accounts: [forecast],
            mislabelled: [
                Mislabelled(
                    post: PostID(word(7)), label: KindName(word(8)), counted: "own",
                    finding: .shopHost(word(9)))
            ],
            pinConflicts: [
                PinConflict(
                    post: PostID(word(1)), account: account, at: now,
                    refusals: [.init(rule: "pace", sentence: word(2))])
            ])
    }
}
