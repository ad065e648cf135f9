import Diagnostics
import Foundation
import Posts
import Testing
import Timeline

struct QueueReaderTests {
    @Test func `every key of a post is read`() throws {
        let queue = QueueExample.read([
            (
                "curated/contrast.md",
                """
                ---
                kind: curated
                link: https://www.w3.org/WAI/tips/designing/?a=b#c
                card: {title: Designing, description: Tips, thumbnail: media/a.png}
                topics: [accessibility, web]
                source: w3
                via: "@w3c"
                accounts: [mastodon, bluesky]
                priority: 4
                created: 2026-11-20
                not_before: 2026-11-24
                not_after: 2026-12-10T18:00
                half_life: 5d
                images: [{file: media/a.png, alt: "Two buttons, one readable"}]
                text: {bluesky: "A shorter wording", webhook: "One.\\n---\\nTwo."}
                at: {mastodon: 2026-12-01T10:00, bluesky: 2026-12-02T10:00+01:00}
                after: [old/post, b]
                lag: 1d12h
                campaign: spring
                evergreen: {every: 30d, times: 4}
                variants: ["First.", "Second."]
                language: en-GB
                warning: "electric shock"
                visibility: unlisted
                draft: true
                note: for reviewers
                ---

                Seven small changes.  

                A second paragraph.

                ---
                The next part.
                """
            ),
            ("b.md", "---\nkind: answer\n---\nB.\n"),
        ])
        #expect(queue.diagnostics.isEmpty)
        var post = Post(
            id: "curated/contrast", kind: "curated",
            body: ["Seven small changes.\n\nA second paragraph.", "The next part."])
        post.link = "https://www.w3.org/WAI/tips/designing/?a=b#c"
        post.card = LinkCard(title: "Designing", description: "Tips", thumbnail: "media/a.png")
        post.topics = ["accessibility", "web"]
        post.source = "w3"
        post.via = "@w3c"
        post.accounts = ["mastodon", "bluesky"]
        post.priority = 4
        post.created = Stamp(parsing: "2026-11-20")
        post.notBefore = Stamp(parsing: "2026-11-24")
        post.notAfter = Stamp(parsing: "2026-12-10T18:00")
        post.halfLife = .days(5)
        post.images = [PostImage(file: "media/a.png", alt: "Two buttons, one readable")]
        post.texts = ["bluesky": ["A shorter wording"], "webhook": ["One.", "Two."]]
        post.pin = .perAccount([
            "mastodon": try #require(Stamp(parsing: "2026-12-01T10:00")),
            "bluesky": try #require(Stamp(parsing: "2026-12-02T09:00Z")),
        ])
        post.after = ["old/post", "b"]
        post.lag = .hours(36)
        post.campaign = "spring"
        post.evergreen = Evergreen(every: .days(30), times: 4)
        post.variants = [["First."], ["Second."]]
        post.language = "en-GB"
        post.warning = "electric shock"
        post.visibility = .unlisted
        post.isDraft = true
        post.note = "for reviewers"
        post.location = SourceLocation(
            file: "queue/curated/contrast.md", line: 2, column: 7, endColumn: 14)
        #expect(queue.posts.map(\.id) == ["b", "curated/contrast"])
        #expect(queue.posts.last == post)
    }

    @Test func `a post needs no more than a kind and a text`() throws {
        let post = try #require(QueueExample.post("kind: answer"))
        #expect(post.body == ["Text."])
        #expect(post.priority == 3)
        #expect(post.accounts == nil)
        #expect(post.goes(to: "mastodon"))
        #expect(post.pin == nil && post.evergreen == nil && post.lag == .minutes(0) && !post.isDraft)
    }

    @Test func `a link or a picture stands for a text`() {
        #expect(QueueExample.post("kind: curated\nlink: https://a.example", "")?.body == [""])
        #expect(QueueExample.post("kind: curated\nimages: {file: media/a.png, alt: A}", "")?.body == [""])
        #expect(
            QueueExample.post("kind: curated\nevergreen: {every: 1d}\nvariants: [A, B]", "")?.variants == [
                ["A"], ["B"],
            ])
    }

    @Test func `posts without link and text are not the same for that`() {
        let text = "---\nkind: curated\nevergreen: {every: 1d}\nvariants: "
        let queue = QueueExample.read([
            ("a.md", text + "[A]\n---\n"), ("b.md", text + "[B]\n---\n"), ("c.md", text + "[A]\n---\n"),
        ])
        #expect(queue.posts.map(\.id) == ["a", "b"])
        #expect(queue.diagnostics.map(\.code) == ["same-post"])
    }

    @Test func `a draft takes no post out, whichever is read first, and is warned`() {
        let text = "kind: curated\nlink: https://a.example\n---\nText.\n"
        let queue = QueueExample.read([
            ("a.md", "---\ndraft: true\n" + text), ("b.md", "---\n" + text),
            ("c.md", "---\ndraft: true\n" + text),
        ])
        #expect(queue.posts.map(\.id) == ["a", "b", "c"])
        #expect(queue.diagnostics.map(\.code) == ["same-post", "same-post"])
        #expect(queue.diagnostics.allSatisfy { $0.severity == .warning })
        #expect(queue.diagnostics.map { $0.location?.file } == ["queue/a.md", "queue/c.md"])
        #expect(queue.diagnostics.first?.notes == ["first in queue/b.md:2"])
    }

    @Test func `the same post may go to different accounts from two files`() {
        let files = ["mastodon", "bluesky"].map {
            ("\($0).md", "---\nkind: curated\naccounts: \($0)\n---\nText.\n")
        }
        #expect(QueueExample.read(files).posts.count == 2)
    }

    @Test(arguments: ["\n", "\r\n"])
    func `line breaks of both worlds make the same thread`(newline: String) throws {
        let file = [
            "---", "kind: answer", "---", "", "One.", "more ", "", "---", "Two.", "--- ", "", "Three.", "",
        ]
        let post = try #require(QueueExample.read([("a.md", file.joined(separator: newline))]).posts.first)
        #expect(post.body == ["One.\nmore", "Two.", "Three."])
        let json =
            #"{"kind": "answer", "body": "One.\#(newline == "\n" ? "\\n" : "\\r\\n")---\#(newline == "\n" ? "\\n" : "\\r\\n")Two."}"#
        #expect(QueueExample.read([("a.jsonl", json)]).posts.first?.body == ["One.", "Two."])
    }

    @Test func `what only looks like a line between parts is text`() {
        #expect(QueueExample.post("kind: answer", "One.\n----\n --- \n- --\nTwo.")?.body.count == 1)
    }

    @Test func `a table holds a post a row`() throws {
        let queue = QueueExample.read([
            (
                "finds.csv",
                """
                id,kind,link,topics,priority,draft,created,accounts,after,body
                osm,curated,https://www.hotosm.org/,maps; sharing,5,true,2026-11-15,mastodon,,"When there has been a flood, ""maps"" help.
                ---
                Second part."

                ,answer,,,,,,,finds/tea,No.
                tea,answer,,[a; b],,,,,,Tea.
                """
            )
        ])
        #expect(queue.diagnostics.isEmpty)
        #expect(queue.posts.map(\.id) == ["finds/2", "finds/osm", "finds/tea"])
        let osm = try #require(queue.posts.first { $0.id == "finds/osm" })
        #expect(osm.topics == ["maps", "sharing"])
        #expect(osm.priority == 5 && osm.isDraft && osm.accounts == ["mastodon"])
        #expect(osm.body == ["When there has been a flood, \"maps\" help.", "Second part."])
        #expect(osm.location == SourceLocation(file: "queue/finds.csv", line: 2))
        // Only commas separate within brackets: they are YAML.
        #expect(queue.posts.last?.topics == ["a; b"])
        #expect(queue.posts.first?.body == ["No."])
        #expect(queue.posts.first?.location?.line == 6)
    }

    @Test func `lists and maps in a cell are YAML`() throws {
        let queue = QueueExample.read([
            (
                "t.csv",
                """
                kind,evergreen,text,images,at,body
                answer,"{every: 30d, times: 2}",{bluesky: Short},"[{file: media/a.png, alt: A}]",{mastodon: 2026-12-01},Text.
                """
            )
        ])
        #expect(queue.diagnostics.isEmpty)
        let post = try #require(queue.posts.first)
        #expect(post.evergreen == Evergreen(every: .days(30), times: 2))
        #expect(post.texts == ["bluesky": ["Short"]])
        #expect(post.images == [PostImage(file: "media/a.png", alt: "A")])
        #expect(post.pin(on: "mastodon") == Stamp(parsing: "2026-12-01"))
        #expect(post.pin(on: "bluesky") == nil)
    }

    @Test func `JSON Lines hold a post a line`() throws {
        let queue = QueueExample.read([
            (
                "swaps.jsonl",
                #"""
                {"id": "glue", "kind": "answer", "topics": ["tools"], "created": "2026-11-21", "body": "\"Which?\" Wood.", "warning": null}

                {"id": 7, "kind": "curated", "evergreen": {"every": "30d"}, "link": "https://a.example", "priority": 1}
                """#
            )
        ])
        #expect(queue.diagnostics.isEmpty)
        #expect(queue.posts.map(\.id) == ["swaps/7", "swaps/glue"])
        #expect(queue.posts.last?.body == ["\"Which?\" Wood."])
        #expect(queue.posts.last?.warning == nil)
        #expect(queue.posts.first?.evergreen == Evergreen(every: .days(30)))
        #expect(queue.posts.first?.location == SourceLocation(file: "queue/swaps.jsonl", line: 3))
    }

    @Test func `a broken file takes only itself out`() {
        let good = "---\nkind: answer\n---\nGood.\n"
        let queue = QueueExample.read([
            QueueFile(path: "a.md", bytes: Array("---\nkind: [\n---\n".utf8)),
            QueueFile(path: "b.md", bytes: Array(good.utf8)),
            QueueFile(path: "c.md", bytes: [0xFF, 0xFE, 0x2D, 0x00]),
            QueueFile(path: "d.md", bytes: Array("---\nkind: answer\nx: &a 1\n---\nD.\n".utf8)),
            QueueFile(path: "e.csv", bytes: Array("kind,body\nanswer,E.\nanswer\n".utf8)),
            QueueFile(path: "f.jsonl", bytes: Array("{\n{\"kind\": \"answer\", \"body\": \"F.\"}\n".utf8)),
            QueueFile(path: "g.txt", bytes: Array("nothing".utf8)),
        ])
        #expect(queue.posts.map(\.id) == ["b", "e/1", "f/2"])
        #expect(
            Set(queue.diagnostics.compactMap { $0.location?.file }) == [
                "queue/a.md", "queue/c.md", "queue/d.md", "queue/e.csv", "queue/f.jsonl",
            ])
        #expect(
            queue.diagnostics.map(\.code) == [
                "syntax", "invalid-utf8", "yaml-anchor", "ragged-row", "syntax",
            ])
    }

    @Test func `the order of the files does not matter`() {
        let files = [("a.md", "A."), ("b/a.md", "B."), ("B.md", "A.")].map {
            ($0.0, "---\nkind: answer\n---\n\($0.1)\n")
        }
        #expect(QueueExample.report(files) == QueueExample.report(files.reversed()))
        // By code points, so a capital comes first and is the one that stays.
        #expect(QueueExample.read(files).posts.map(\.id) == ["B", "b/a"])
    }

    @Test func `a date and a time with an offset are compared only when that is sure`() {
        let window = "kind: answer\nnot_before: 2026-11-24T18:00-08:00\nnot_after: "
        #expect(QueueExample.post(window + "2026-11-24T20:00") != nil)
        #expect(QueueExample.post(window + "2026-11-23T20:00") == nil)
        #expect(QueueExample.post(window + "2026-11-25T02:00Z") == nil)
        #expect(QueueExample.post(window + "2026-11-25T02:01Z") != nil)
        #expect(QueueExample.post("kind: answer\nnot_before: 2026-11-24\nnot_after: 2026-11-24") != nil)
        #expect(QueueExample.post("kind: answer\nnot_before: 2026-11-24\nat: 2026-11-24") != nil)
    }

    @Test func `only files with an ending of the queue are read`() {
        for name in ["a.md", "b/c.md", "x.csv", "y.jsonl", "2026.11/a.b.md"] {
            #expect(QueueFile.isQueueFile(name))
        }
        for name in [
            ".md", "a.md~", "#a.md#", ".a.md.swp", ".git/a.md", "a.txt", "md", "a.MD", "b/.hidden/a.md",
        ] {
            #expect(!QueueFile.isQueueFile(name))
        }
        #expect(
            QueueExample.read([("2026.11/a.b.md", "---\nkind: answer\n---\nA.\n")]).posts.first?.id
                == "2026.11/a.b")
    }

    @Test func `the queue of the repository reads without a finding`() throws {
        let folder = QueueExample.root.appendingPathComponent("queue")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter(
            QueueFile.isQueueFile)
        let files = try paths.map { path in
            QueueFile(path: path, bytes: Array(try Data(contentsOf: folder.appendingPathComponent(path))))
        }
        let words = Vocabulary(
            kinds: [
                "curated", "reshare", "community", "conversation", "answer", "own", "promo", "quote",
                "appeal",
            ],
            accounts: ["bluesky", "mastodon", "site"], networks: ["bluesky", "mastodon", "webhook"],
            campaigns: ["winter-repair-week"])
        let root = QueueExample.root
        let queue = QueueReader(vocabulary: words) {
            FileManager.default.fileExists(atPath: root.appendingPathComponent($0).path)
        }.read(files)
        #expect(queue.diagnostics.isEmpty)
        #expect(queue.posts.count >= paths.count)
    }
}
