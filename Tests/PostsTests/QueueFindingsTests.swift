import Posts
import Testing

/// Each thing that can be wrong in a queue, with its whole report and what is left of the queue.
struct QueueFindingsTests {
    @Test func `a file without front matter`() {
        #expect(
            QueueExample.report([
                ("a.md", #"Just a text."#)
            ]) == #"""
                queue/a.md:1:1: error: the file does not begin with a line '---'
                | Just a text.
                | ^
                  help: begin with '---', then lines such as 'kind: curated', then '---' and the text
                left:
                """#)
    }

    @Test func `a front matter that is never closed`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:1:1: error: no second line '---' ends the front matter
                | ---
                | ^
                  help: put a line '---' between the keys and the text
                left:
                """#)
    }

    @Test func `a front matter without a kind`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    priority: 4
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:2:1: error: the key 'kind' is missing
                | priority: 4
                | ^
                  help: one of answer, curated, own, promo
                left:
                """#)
    }

    @Test func `an empty front matter`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:2:1: error: the key 'kind' is missing
                | ---
                | ^
                  help: one of answer, curated, own, promo
                left:
                """#)
    }

    @Test func `an empty file`() {
        #expect(
            QueueExample.report([
                ("a.md", #""#)
            ]) == #"""
                queue/a.md:1:1: error: the file does not begin with a line '---'
                |
                | ^
                  help: begin with '---', then lines such as 'kind: curated', then '---' and the text
                left:
                """#)
    }

    @Test func `an unknown kind names the nearest`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curate
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:2:7: error: the policy has no kind 'curate'
                | kind: curate
                |       ^^^^^^
                  help: did you mean 'curated'?
                left:
                """#)
    }

    @Test func `an unknown account names the nearest`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    accounts: [mastodon, blusky]
                    text: {mastodn: a}
                    at: {bleusky: 2026-12-01T10:00}
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:4:8: error: 'mastodn' is no account or network of the policy
                | text: {mastodn: a}
                |        ^^^^^^^
                  help: did you mean 'mastodon'?
                queue/a.md:5:6: error: the policy has no account 'bleusky'
                | at: {bleusky: 2026-12-01T10:00}
                |      ^^^^^^^
                  help: did you mean 'bluesky'?
                left:
                """#)
    }

    @Test func `accounts that the policy does not have`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    accounts: [mastodon, blusky]
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:22: error: the policy has no account 'blusky'
                | accounts: [mastodon, blusky]
                |                      ^^^^^^
                  help: did you mean 'bluesky'?
                left:
                """#)
    }

    @Test func `an unknown key names the nearest`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    topic: [textiles]
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:1: error: unknown key 'topic'
                | topic: [textiles]
                | ^^^^^
                  help: did you mean 'topics'?
                left:
                """#)
    }

    @Test func `an id has no place in a file of its own`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    id: x
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:1: error: unknown key 'id'
                | id: x
                | ^^
                  help: known here: kind, text, variants, link, topics, source, via, card, accounts, after, lag, campaign, evergreen, created, not_before, not_after, half_life, at, images, priority, language, warning, visibility, draft, note
                left:
                """#)
    }

    @Test func `every wrong value is reported in one pass`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    priority: 6
                    created: yesterday
                    not_before: 2026-13-01
                    half_life: 5 days
                    link: www.example.com
                    visibility: friends
                    draft: no
                    language: english
                    lag: 5d
                    evergreen: {times: 0}
                    images: [{file: media/a.png}]
                    card: {description: a}
                    accounts: []
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:11: error: 'priority' takes a whole number from 1 to 5, not '6'
                | priority: 6
                |           ^
                queue/a.md:4:10: error: 'created' takes a date (2026-11-24), a date and time (2026-11-24T09:00) or one with an offset, not 'yesterday'
                | created: yesterday
                |          ^^^^^^^^^
                queue/a.md:5:13: error: 'not_before' takes a date (2026-11-24), a date and time (2026-11-24T09:00) or one with an offset, not '2026-13-01'
                | not_before: 2026-13-01
                |             ^^^^^^^^^^
                queue/a.md:6:12: error: 'half_life' takes a duration such as 30m, 2h or 14d, not '5 days'
                | half_life: 5 days
                |            ^^^^^^
                queue/a.md:7:7: error: 'link' takes an absolute http or https address, not 'www.example.com'
                | link: www.example.com
                |       ^^^^^^^^^^^^^^^
                queue/a.md:8:13: error: 'visibility' takes 'public', 'unlisted' or 'private', not 'friends'
                | visibility: friends
                |             ^^^^^^^
                queue/a.md:9:8: error: 'draft' takes true or false, not 'no'
                | draft: no
                |        ^^
                  help: write false
                queue/a.md:10:11: error: 'language' takes a language tag such as en or pt-BR, not 'english'
                | language: english
                |           ^^^^^^^
                queue/a.md:11:6: error: 'lag' needs 'after'
                | lag: 5d
                |      ^^
                queue/a.md:12:12: error: the key 'every' is missing
                | evergreen: {times: 0}
                |            ^
                queue/a.md:12:20: error: 'times' takes a whole number from 1 to 10000, not '0'
                | evergreen: {times: 0}
                |                    ^
                queue/a.md:13:10: error: the key 'alt' is missing
                | images: [{file: media/a.png}]
                |          ^
                  help: say what the picture shows, for those who do not see it
                queue/a.md:14:7: error: the key 'title' is missing
                | card: {description: a}
                |       ^
                queue/a.md:15:11: error: the list of accounts is empty
                | accounts: []
                |           ^^
                  help: use 'draft: true'
                left:
                """#)
    }

    @Test func `a key without a value`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    topics:
                    warning: ~
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:1: error: 'topics' is empty
                | topics:
                | ^^^^^^
                  help: give it a value or remove it
                queue/a.md:4:10: error: 'warning' is empty
                | warning: ~
                |          ^
                  help: remove it, or put '~' in quotes if it is a text
                left:
                """#)
    }

    @Test func `an address with a password is no link`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    link: https://me:secret@example.com/
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:7: error: 'link' has a user or password in it, which everybody would read
                  help: write the address without what stands before the '@'
                left:
                """#)
    }

    @Test func `a window that never opens`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    not_before: 2026-12-02
                    not_after: 2026-12-01
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:4:12: error: 'not_after' (2026-12-01) is not after 'not_before' (2026-12-02)
                | not_after: 2026-12-01
                |            ^^^^^^^^^^
                  help: the post could never go out
                left:
                """#)
    }

    @Test func `a pin outside of its window`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    not_before: 2026-12-02
                    at: 2026-12-01T10:00
                    ---
                    Text.
                    """#
                ),
                (
                    "b.md",
                    #"""
                    ---
                    kind: curated
                    link: https://b.example
                    not_after: 2026-12-01T10:00
                    at: {mastodon: 2026-12-01T10:00}
                    ---
                    Text.
                    """#
                ),
            ]) == #"""
                queue/a.md:4:5: error: 'at' (2026-12-01T10:00) is before 'not_before' (2026-12-02)
                | at: 2026-12-01T10:00
                |     ^^^^^^^^^^^^^^^^
                  help: the post could never go out
                queue/b.md:5:5: error: 'at' on 'mastodon' (2026-12-01T10:00) is not before the end of 'not_after' (2026-12-01T10:00)
                | at: {mastodon: 2026-12-01T10:00}
                |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  help: the post could never go out
                left:
                """#)
    }

    @Test func `variants without evergreen`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    variants: [a, b]
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:11: error: only an evergreen post rotates through variants
                | variants: [a, b]
                |           ^^^^^^
                  help: add 'evergreen: {every: 30d}', or write the text as the body
                left:
                """#)
    }

    @Test func `a post of nothing`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    ---
                    """#
                )
            ]) == #"""
                queue/a.md:2:1: error: the post has no text, no link and no image
                | kind: curated
                | ^
                left:
                """#)
    }

    @Test func `an empty part of a thread`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    ---
                    One.
                    ---
                    ---
                    Two.
                    """#
                )
            ]) == #"""
                queue/a.md:2:1: error: a part of the thread is empty
                | kind: curated
                | ^
                  help: remove one of the '---' lines
                left:
                """#)
    }

    @Test func `a missing picture`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    images: [{file: media/b.png, alt: B}, {file: media/a.png, alt: A}]
                    link: https://a.example
                    card: {title: T, thumbnail: c.png}
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:17: error: there is no file 'media/b.png' in the workspace
                | images: [{file: media/b.png, alt: B}, {file: media/a.png, alt: A}]
                |                 ^^^^^^^^^^^
                  help: paths begin at the workspace's folder, not at the post's
                queue/a.md:5:29: error: there is no file 'c.png' in the workspace
                | card: {title: T, thumbnail: c.png}
                |                             ^^^^^
                  help: paths begin at the workspace's folder, not at the post's
                left:
                """#)
    }

    @Test func `a campaign without bounds is a warning`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: promo
                    campaign: sprng
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:3:11: warning: the policy names no campaign 'sprng', so nothing bounds it
                | campaign: sprng
                |           ^^^^^
                  help: did you mean 'spring'?
                left: a
                """#)
    }

    @Test func `the same link and text twice`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    link: https://a.example
                    ---
                    Text.
                    """#
                ),
                (
                    "b.md",
                    #"""
                    ---
                    kind: own
                    link: https://a.example
                    ---


                    Text.  
                    """#
                ),
            ]) == #"""
                queue/b.md:2:1: error: the same link and text as 'a'
                | kind: own
                | ^
                  note: first in queue/a.md:2
                  help: remove one, or use 'evergreen:' to repeat a post
                left: a
                """#)
    }

    @Test func `an id twice`() {
        #expect(
            QueueExample.report([
                (
                    "t.csv",
                    #"""
                    id,kind,body
                    x,answer,One.
                    x,answer,Two.
                    """#
                ),
                (
                    "t/x.md",
                    #"""
                    ---
                    kind: answer
                    ---
                    Three.
                    """#
                ),
            ]) == #"""
                queue/t.csv:3:1: error: the id 't/x' is taken
                | x,answer,Two.
                | ^
                  note: first in queue/t.csv:2
                queue/t/x.md:2:1: error: the id 't/x' is taken
                | kind: answer
                | ^
                  note: first in queue/t.csv:2
                left: t/x
                """#)
    }

    @Test func `a predecessor that does not exist`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: answer
                    after: [conversation/oldest, old/post, b]
                    ---
                    Text.
                    """#
                ),
                (
                    "talk/b.md",
                    #"""
                    ---
                    kind: answer
                    ---
                    B.
                    """#
                ),
                (
                    "conversation/oldest-thing.md",
                    #"""
                    ---
                    kind: answer
                    ---
                    C.
                    """#
                ),
            ]) == #"""
                queue/a.md:3:9: error: there is no post 'conversation/oldest'
                | after: [conversation/oldest, old/post, b]
                |         ^^^^^^^^^^^^^^^^^^^
                  help: did you mean 'conversation/oldest-thing'?
                queue/a.md:3:40: error: there is no post 'b'
                | after: [conversation/oldest, old/post, b]
                |                                        ^
                  help: did you mean 'talk/b'?
                left: conversation/oldest-thing talk/b
                """#)
    }

    @Test func `a predecessor that was left out takes its successors with it`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: answer
                    after: b
                    ---
                    A.
                    """#
                ),
                (
                    "b.md",
                    #"""
                    ---
                    kind: answer
                    after: c
                    ---
                    B.
                    """#
                ),
                (
                    "c.md",
                    #"""
                    ---
                    kind: nothing
                    ---
                    C.
                    """#
                ),
                (
                    "d.md",
                    #"""
                    ---
                    kind: answer
                    ---
                    D.
                    """#
                ),
            ]) == #"""
                queue/a.md:3:8: error: the post 'b' was left out for an error of its own
                | after: b
                |        ^
                queue/b.md:3:8: error: the post 'c' was left out for an error of its own
                | after: c
                |        ^
                queue/c.md:2:7: error: the policy has no kind 'nothing'
                | kind: nothing
                |       ^^^^^^^
                  help: known: answer, curated, own, promo
                left: d
                """#)
    }

    @Test func `posts that wait for each other`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: answer
                    after: b
                    ---
                    A.
                    """#
                ),
                (
                    "b.md",
                    #"""
                    ---
                    kind: answer
                    after: [c, d]
                    ---
                    B.
                    """#
                ),
                (
                    "c.md",
                    #"""
                    ---
                    kind: answer
                    after: a
                    ---
                    C.
                    """#
                ),
                (
                    "d.md",
                    #"""
                    ---
                    kind: answer
                    ---
                    D.
                    """#
                ),
                (
                    "e.md",
                    #"""
                    ---
                    kind: answer
                    after: a
                    ---
                    E.
                    """#
                ),
                (
                    "f.md",
                    #"""
                    ---
                    kind: answer
                    after: f
                    ---
                    F.
                    """#
                ),
            ]) == #"""
                queue/a.md:3:8: error: each waits for the next: a -> b -> c -> a
                | after: b
                |        ^
                  help: remove one of the 'after' entries
                queue/b.md:3:8: error: each waits for the next: b -> c -> a -> b
                | after: [c, d]
                |        ^^^^^^
                  help: remove one of the 'after' entries
                queue/c.md:3:8: error: each waits for the next: c -> a -> b -> c
                | after: a
                |        ^
                  help: remove one of the 'after' entries
                queue/e.md:3:8: error: the post 'a' was left out for an error of its own
                | after: a
                |        ^
                queue/f.md:3:8: error: each waits for the next: f -> f
                | after: f
                |        ^
                  help: remove one of the 'after' entries
                left: d
                """#)
    }

    @Test func `a predecessor elsewhere, and one that is a draft`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: answer
                    after: [b, c]
                    ---
                    A.
                    """#
                ),
                (
                    "b.md",
                    #"""
                    ---
                    kind: answer
                    accounts: mastodon
                    ---
                    B.
                    """#
                ),
                (
                    "c.md",
                    #"""
                    ---
                    kind: answer
                    draft: true
                    ---
                    C.
                    """#
                ),
            ]) == #"""
                queue/a.md:3:9: warning: 'b' does not go to bluesky, so it does not bind there
                | after: [b, c]
                |         ^
                queue/a.md:3:12: warning: 'c' is a draft, so this post waits for ever
                | after: [b, c]
                |            ^
                left: a b c
                """#)
    }

    @Test func `broken YAML`() {
        #expect(
            QueueExample.report([
                (
                    "a.md",
                    #"""
                    ---
                    kind: curated
                    topics: [a, b
                    via: @w3c
                    ---
                    Text.
                    """#
                )
            ]) == #"""
                queue/a.md:4:4: error: expected ',' or ']'
                | via: @w3c
                |    ^
                  note: the list begins at queue/a.md:3:9
                  help: close the list
                left:
                """#)
    }

    @Test func `rows of a table that are wrong`() {
        #expect(
            QueueExample.report([
                (
                    "t.csv",
                    #"""
                    id,kind,priority,topics,body
                    ,answer,9,a; b,One.
                    two,answr,3,,Two.
                    three,answer,3,Three.
                    four five,answer,,,Four.
                    ,answer,,[a,Six.
                    """#
                )
            ]) == #"""
                queue/t.csv:2:9: error: 'priority' takes a whole number from 1 to 5, not '9'
                | ,answer,9,a; b,One.
                |         ^
                queue/t.csv:3:5: error: the policy has no kind 'answr'
                | two,answr,3,,Two.
                |     ^^^^^
                  help: did you mean 'answer'?
                queue/t.csv:4:22: error: this row has 4 cells, the header has 5
                | three,answer,3,Three.
                |                      ^
                  help: put a cell that contains a comma or a line break in double quotes
                queue/t.csv:5:1: error: 'id' takes a word without spaces, not 'four five'
                | four five,answer,,,Four.
                | ^^^^^^^^^
                queue/t.csv:6:10: error: expected ',' or ']'
                | ,answer,,[a,Six.
                |          ^^
                  help: close the list
                left:
                """#)
    }

    @Test func `a broken cell of a table`() {
        #expect(
            QueueExample.report([
                (
                    "t.csv",
                    #"""
                    id,kind,topics,body
                    one,answer,"[a, b",One.
                    two,answer,"[a, b]",Two.
                    three,answer,"{a: b}",Three.
                    """#
                )
            ]) == #"""
                queue/t.csv:2:12: error: expected ',' or ']'
                | one,answer,"[a, b",One.
                |            ^^^^^^^
                  help: close the list
                queue/t.csv:4:14: error: 'topics' takes one text or a list of texts, not a mapping
                | three,answer,"{a: b}",Three.
                |              ^^^^^^^^
                left: t/two
                """#)
    }

    @Test func `a quote that is never closed`() {
        #expect(
            QueueExample.report([
                (
                    "t.csv",
                    #"""
                    id,kind,body
                    one,answer,One.
                    two,answer,"Two.
                    three,answer,Three.
                    """#
                )
            ]) == #"""
                queue/t.csv:3:12: error: this quote is never closed
                | two,answer,"Two.
                |            ^
                left: t/one
                """#)
    }

    @Test func `a table with other separators`() {
        #expect(
            QueueExample.report([
                (
                    "t.csv",
                    #"""
                    id;kind;body
                    one;answer;One.
                    """#
                )
            ]) == #"""
                queue/t.csv:1:1: error: the columns are separated by ';'
                | id;kind;body
                | ^^^^^^^^^^^^
                  help: save the table with commas
                left:
                """#)
    }

    @Test func `lines that are wrong`() {
        #expect(
            QueueExample.report([
                (
                    "t.jsonl",
                    #"""
                    {"id": "one", "kind": "answer", "body": "One."}

                    {"kind": "answer", "body": 3, "draft": "true"}
                    {"kind": "answer", "body": "Four.",}
                    [1]
                    {"kind": "answer", "body": "Six.", "created": null}
                    """#
                )
            ]) == #"""
                queue/t.jsonl:3:40: error: 'draft' takes true or false, not 'true'
                | {"kind": "answer", "body": 3, "draft": "true"}
                |                                        ^^^^^^
                  help: write true without quotes
                queue/t.jsonl:4:36: error: expected a key in double quotes, found '}'
                | {"kind": "answer", "body": "Four.",}
                |                                    ^
                queue/t.jsonl:5:1: error: the line takes an object such as {"kind": "curated"}, not a list
                | [1]
                | ^^^
                left: t/5 t/one
                """#)
    }

    @Test func `a NUL, wherever it stands`() {
        let nul = "\0"
        #expect(
            QueueExample.report([
                ("a.md", "---\nkind: own\n---\nFirst.\nA word\(nul) and more.\n"),
                ("b.md", "---\nkind: own\ntopics: [\"a\\0b\"]\n---\nB.\n"),
                ("c.csv", "kind,body\nown,C\(nul).\n"),
                ("d.jsonl", "{\"kind\": \"own\", \"body\": \"D\\u0000\"}\n"),
                ("e.md", "---\nkind: own\n---\nE.\n"),
            ]).split(separator: "\n").filter { $0.contains(":") && !$0.hasPrefix("|") } == [
                "queue/a.md:5:7: error: the control character U+0000 is not allowed", "  help: remove it",
                "queue/b.md:3:10: error: the control character U+0000 is not allowed", "  help: remove it",
                "queue/c.csv:2:6: error: the control character U+0000 is not allowed", "  help: remove it",
                "queue/d.jsonl:1:27: error: the control character U+0000 is not allowed", "  help: remove it",
                "left: e",
            ])
    }
}
