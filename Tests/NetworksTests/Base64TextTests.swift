import Testing

@testable import Networks

struct Base64TextTests {
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
}
