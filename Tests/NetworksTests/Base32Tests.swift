import Testing

@testable import Networks

struct Base32Tests {
    @Test(arguments: [("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foobar", "mzxw6ytboi")])
    func `base 32 is that of RFC 4648 in lower case without padding`(_ text: String, _ coded: String) {
        #expect(Base32.encode(text.utf8) == coded)
    }

    @Test func `fifteen bytes make the 24 characters of an errand's key`() {
        #expect(Base32.encode(repeatElement(0xFF, count: 15)) == String(repeating: "7", count: 24))
    }
}
