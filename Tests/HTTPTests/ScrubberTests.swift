import HTTP
import Testing

@Suite struct ScrubberTests {
    let secret = "s3cr/t +\"k\"é"
    var scrubber: Scrubber { Scrubber([Secret(secret)]) }

    @Test func `the text itself goes, wherever it stands and however often`() {
        #expect(scrubber.scrub("a \(secret) b \(secret)\(secret)") == "a *** b ******")
        #expect(scrubber.scrub("nothing here") == "nothing here")
    }

    @Test func `its encoded forms go`() {
        #expect(scrubber.scrub("x=s3cr%2Ft%20%2B%22k%22%C3%A9&y") == "x=***&y")
        #expect(scrubber.scrub("x=s3cr%2ft%20%2b%22k%22%c3%a9&y") == "x=***&y")
        #expect(scrubber.scrub("x=s3cr%2Ft+%2B%22k%22%C3%A9&y") == "x=***&y")
        #expect(scrubber.scrub(#"{"t":"s3cr/t +\"k\"é"}"#) == #"{"t":"***"}"#)
        #expect(scrubber.scrub(#"{"t":"s3cr\/t +\"k\"é"}"#) == #"{"t":"***"}"#)
        let encoded = Base64.encode(Array(secret.utf8))
        #expect(scrubber.scrub("b=\(encoded);") == "b=***;")
    }

    @Test(arguments: ["", "u", "us", "usr", "user:", "someone:"], ["", "x", "yz", ":tail"])
    func `it goes from inside a longer Base64 text`(before: String, after: String) {
        let text = Base64.encode(Array((before + secret + after).utf8))
        let scrubbed = scrubber.scrub("Basic \(text)")
        #expect(scrubbed.contains("***"))
        // What is left around the mask are the neighbours and at most a character that mixes with them.
        #expect(scrubbed.utf8.count <= text.utf8.count / 3 + 24)
    }

    @Test func `of two secrets the longer is found first`() {
        let scrubber = Scrubber([Secret("abcd"), Secret("abcdefgh")])
        #expect(scrubber.scrub("abcdefgh abcd") == "*** ***")
    }

    @Test func `what is too short to be a secret is left alone`() {
        #expect(Scrubber([Secret("abc"), Secret("")]).scrub("abc") == "abc")
        #expect(Scrubber([Secret("abcd")]).scrub("abcd") == "***")
    }
}
