import Testing

@testable import Diagnostics

@Suite struct NearestWordTests {
    private let keys = [
        "kind", "link", "topics", "priority", "not_before", "not_after", "at", "spacing", "silence",
    ]

    @Test(arguments: [
        ("prioritee", "priority"), ("piroirty", "priority"), ("Kind", "kind"), ("topic", "topics"),
        ("silense", "silence"), ("a", "at"), ("ta", "at"), ("not_befor", "not_before"),
    ])
    func `a slip is answered with the word that was meant`(_ word: String, _ expected: String) {
        #expect(NearestWord.suggest(word, among: keys) == expected)
    }

    @Test(arguments: ["x", "", "colour", "kxxd", "spiders"])
    func `a word that is far from all is not guessed`(_ word: String) {
        #expect(NearestWord.suggest(word, among: keys) == nil)
    }

    @Test func `the limit is a third of the word, at least one`() {
        #expect(NearestWord.suggest("abcdef", among: ["abcdxy"]) == "abcdxy")
        #expect(NearestWord.suggest("abcde", among: ["abcxy"]) == nil)
        #expect(NearestWord.suggest("ab", among: ["abc"]) == "abc")
        #expect(NearestWord.suggest("ab", among: ["abcd"]) == nil)
        #expect(NearestWord.suggest("a", among: ["b"]) == nil)
    }

    @Test func `of equally near words the first wins`() {
        #expect(NearestWord.suggest("cat", among: ["car", "bat"]) == "car")
        #expect(NearestWord.suggest("cat", among: ["bat", "car"]) == "bat")
    }

    @Test func `a swap of neighbours is one step`() {
        #expect(NearestWord.distance(Array("ab".unicodeScalars), Array("ba".unicodeScalars)) == 1)
        #expect(NearestWord.distance(Array("kitten".unicodeScalars), Array("sitting".unicodeScalars)) == 3)
        #expect(NearestWord.distance([], Array("abc".unicodeScalars)) == 3)
    }

    @Test func `a word of a million letters costs nothing`() {
        #expect(NearestWord.suggest(String(repeating: "k", count: 1_000_000), among: keys) == nil)
    }
}
