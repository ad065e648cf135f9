import Testing

@testable import Ledger

struct ContentDigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `it is SHA-256 as FIPS 180-4 gives it`(text: String, digest: String) {
        #expect(ContentDigest.hex(text.utf8) == digest)
    }

    @Test func `a million letters give the published digest`() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(
            ContentDigest.hex(letters) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `texts that run together differ`() {
        #expect(ContentDigest.hex(texts: ["ab", "c"]) != ContentDigest.hex(texts: ["a", "bc"]))
    }

    @Test func `a delivery's key is 24 letters that depend on ledger and number`() {
        let key = ContentDigest.deliveryKey(ledger: "one", delivery: 1)
        #expect(key.count == 24)
        #expect(key.allSatisfy { ("a"..."z").contains($0) || ("2"..."7").contains($0) })
        #expect(key == ContentDigest.deliveryKey(ledger: "one", delivery: 1))
        #expect(key != ContentDigest.deliveryKey(ledger: "two", delivery: 1))
        #expect(key != ContentDigest.deliveryKey(ledger: "one", delivery: 2))
    }
}
