import Testing

@testable import Posts

struct FNV128Tests {
    @Test(arguments: [
        ("", "6c62272e07bb014262b821756295c58d"), ("a", "d228cb696f1a8caf78912b704e4a8964"),
        ("foobar", "343e1662793c64bf6f0d3597ba446f18"),
    ])
    func `the published vectors`(text: String, digest: String) {
        var hash = FNV128()
        hash.add(text.utf8)
        #expect(hash.hex == digest)
    }

    @Test func `the digest of a post is its link and its words, and nothing else`() {
        var post = Post(id: "tea", kind: "curated", body: ["One", "Two"])
        let digest = post.identity.digest
        post.topics = ["tea"]
        post.id = "chai"
        #expect(post.identity.digest == digest)
        post.body = ["OneTwo"]
        #expect(post.identity.digest != digest)
        post.body = ["One", "Two"]
        post.link = ""
        #expect(post.identity.digest != digest)
    }
}
