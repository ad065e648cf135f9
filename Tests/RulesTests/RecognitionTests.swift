import Posts
import Rules
import Testing

/// Which post of the queue it was that went out. How history and rules use it is in `IdentityTableTests`.
struct RecognitionTests {
    private let old = Post(id: "archive/launch", kind: "own", body: ["We open"])
    private let new = Post(id: "launch", kind: "own", body: ["We open again"])
    private var recognition: Recognition { Recognition([old, new]) }

    @Test func `words come before a name, and a name before nothing`() {
        #expect(recognition.post("launch", content: old.identity.digest) == "archive/launch")
        #expect(recognition.post("gone", content: new.identity.digest) == "launch")
        #expect(recognition.post("launch", content: "words that nobody has") == "launch")
        #expect(recognition.post("launch", content: nil) == "launch")
        #expect(recognition.post("gone", content: nil) == nil)
        #expect(recognition.post(nil, content: nil) == nil)
    }

    @Test func `a stranger is only who had the name of another`() {
        #expect(recognition.stranger("launch", content: old.identity.digest) == "archive/launch")
        #expect(recognition.stranger("launch", content: new.identity.digest) == nil)
        #expect(recognition.stranger("launch", content: "edited since") == nil)
        #expect(recognition.stranger("gone", content: old.identity.digest) == nil)
    }

    @Test func `an old name counts until another post has it`() {
        #expect(recognition.names(of: "gone", content: old.identity.digest) == ["archive/launch", "gone"])
        #expect(recognition.names(of: "launch", content: old.identity.digest) == ["archive/launch"])
        #expect(recognition.names(of: "launch", content: "edited since") == ["launch"])
        #expect(recognition.names(of: "gone", content: nil) == ["gone"])
        #expect(recognition.names(of: nil, content: nil) == [])
    }

    @Test func `of two posts with the same words the one with the name is meant`() {
        let twin = Post(id: "twin", kind: "own", body: old.body)
        let recognition = Recognition([old, twin])
        #expect(recognition.post("twin", content: old.identity.digest) == "twin")
        #expect(recognition.stranger("twin", content: old.identity.digest) == nil)
    }
}
