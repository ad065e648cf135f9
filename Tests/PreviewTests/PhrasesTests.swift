import Policies
import Posts
import Testing
import Timeline

@testable import Preview

struct PhrasesTests {
    @Test func `days and moments`() {
        let local = LocalDateTime(date: Scene.day("2026-12-07"), minuteOfDay: 545)
        #expect(Phrases.day(local.date) == "Mon 7 Dec")
        #expect(Phrases.day(local.date, aligned: true) == "Mon  7 Dec")
        #expect(Phrases.day(Scene.day("2026-12-17"), aligned: true) == "Thu 17 Dec")
        #expect(Phrases.day(local.date, seenFrom: Scene.day("2026-01-01")) == "Mon 7 Dec")
        #expect(Phrases.day(local.date, seenFrom: Scene.day("2025-12-31")) == "Mon 7 Dec 2026")
        #expect(Phrases.moment(local) == "Mon 7 Dec 2026 09:05")
        #expect(Phrases.shortMoment(local) == "Mon 7 Dec 09:05")
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (-1_000, "-1,000"), (1_234_567, "1,234,567"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `large numbers are grouped`(number: Int, text: String) { #expect(Phrases.grouped(number) == text) }

    @Test func `one is not many`() {
        #expect(Phrases.count(1, "post") == "1 post")
        #expect(Phrases.count(0, "post") == "0 posts")
        #expect(Phrases.count(2_000, "post") == "2,000 posts")
    }

    @Test func `each side has its own sign`() { #expect(Side.allCases.map(Phrases.sign) == ["+", "!", "."]) }

    @Test(arguments: [
        ("curated/contrast", 16, "curated/contrast"), ("curated/contrast", 15, "…/contrast"),
        ("curated/contrast", 10, "…/contrast"), ("curated/contrast", 9, "contrast"),
        ("curated/contrast", 7, "contra…"),
        ("contrast", 7, "contra…"), ("a/日本語", 6, "日本語"), ("a/日本語", 5, "日本…"), ("x\u{7}", 20, "x\\u{7}"),
    ])
    func `an id is cut to its columns`(id: PostID, columns: Int, text: String) {
        #expect(Phrases.id(id, in: columns) == text)
    }
}
