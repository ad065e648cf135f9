import Testing

@testable import Networks

@Suite struct FacetsTests {
    /// `text=feature` for every stretch, the text cut out by its bytes.
    private func facets(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return Facets.find(in: text).map { facet in
            let covered = String(validating: bytes[facet.bytes], as: UTF8.self) ?? "cut"
            switch facet.feature {
            case .link(let address): return "\(covered)=link \(address)"
            case .mention(let handle): return "\(covered)=mention \(handle)"
            case .tag(let tag): return "\(covered)=tag \(tag)"
            }
        }
    }

    @Test func `places are bytes of UTF-8, whatever stands before`() {
        let found = Facets.find(in: "👩‍👩‍👧‍👦é https://a.example")
        #expect(found.map(\.bytes) == [28..<45])
    }

    @Test(arguments: [
        ("#a11y", ["#a11y=tag a11y"]),
        ("#Barrierefreiheit, #über!", ["#Barrierefreiheit=tag Barrierefreiheit", "#über=tag über"]),
        ("＃日本語", ["＃日本語=tag 日本語"]), ("#2026w", ["#2026w=tag 2026w"]), ("#c++", ["#c++=tag c++"]),
        ("no#tag", []), ("#", []), ("#123", []), ("#!?", []), ("#️⃣ x", []), ("# x", []),
        ("#🎉", ["#🎉=tag 🎉"]),
    ])
    func `a tag begins a word and is more than digits`(_ text: String, _ found: [String]) {
        #expect(facets(text) == found)
    }

    @Test func `a tag has at most 64 characters`() {
        #expect(facets("#" + String(repeating: "x", count: 64)).count == 1)
        #expect(facets("#" + String(repeating: "x", count: 65)).isEmpty)
    }

    @Test(arguments: [
        ("@bob.example", ["@bob.example=mention bob.example"]),
        ("(@Bob.Example) hi", ["@Bob.Example=mention bob.example"]),
        ("hi @a-b.bsky.social.", ["@a-b.bsky.social=mention a-b.bsky.social"]),
        ("@bob", []), ("me@bob.example", []), ("@bob..example", []), ("@-bob.example", []), ("@bob.123", []),
        ("@bob@far.example", []), ("@", []),
    ])
    func `a mention is a handle with a dot`(_ text: String, _ found: [String]) {
        #expect(facets(text) == found)
    }

    @Test func `nothing overlaps, and all stands in order`() {
        #expect(
            facets("#x https://a.example/#y @b.example")
                == [
                    "#x=tag x", "https://a.example/#y=link https://a.example/#y",
                    "@b.example=mention b.example",
                ])
    }

    @Test func `a handle is asked for once`() {
        #expect(Facets.handles(in: "@b.example @c.example @B.example") == ["b.example", "c.example"])
    }
}
