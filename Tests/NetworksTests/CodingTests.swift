import Testing

@testable import Networks

@Suite struct CodingTests {
    @Test(arguments: [("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foobar", "mzxw6ytboi")])
    func `base 32 is that of RFC 4648 in lower case without padding`(_ text: String, _ coded: String) {
        #expect(Base32.encode(text.utf8) == coded)
    }

    @Test func `fifteen bytes make the 24 characters of an errand's key`() {
        #expect(Base32.encode(repeatElement(0xFF, count: 15)) == String(repeating: "7", count: 24))
    }

    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zg", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar"),
        ("Pz8_", "???"),
        ("Pz8/", "???"), ("fn5-", "~~~"),
    ])
    func `base 64 is read in both alphabets, padded or not`(_ coded: String, _ text: String) {
        #expect(Base64Text.decode(coded).map { String(decoding: $0, as: UTF8.self) } == text)
    }

    @Test(arguments: ["Z", "Zm9vY", "Zm 9v", "Zm9*", "=Zg"])
    func `what is no base 64 is not read`(_ coded: String) {
        #expect(Base64Text.decode(coded) == nil)
    }

    @Test func `SHA-256 and HMAC give the published digests`() {
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        // FIPS 180-4, and RFC 4231 case 2.
        #expect(
            hex(Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hex(Digest.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            hex(Digest.hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }
}
