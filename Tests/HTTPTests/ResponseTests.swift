import HTTP
import Testing

@Suite struct ResponseTests {
    func body(_ bytes: [UInt8]) -> Response { Response(status: 200, body: bytes) }

    @Test func `text is UTF-8 without its mark`() {
        #expect(body(Array("Grüße".utf8)).text == "Grüße")
        #expect(body([0xEF, 0xBB, 0xBF, 0x61]).text == "a")
        #expect(body([0xFF, 0xFE]).text == nil)
        #expect(body([]).text == "")
    }

    @Test(arguments: ["{}", " \r\n[1]", "\u{FEFF}{\"a\":1}"])
    func `JSON begins with a bracket`(text: String) {
        #expect(body(Array(text.utf8)).jsonText != nil)
    }

    @Test(arguments: ["", "  ", "<html>{}", "ok", "Invalid Bearer token"])
    func `pages and plain words are not JSON, whatever they claim`(text: String) {
        let response = Response(
            status: 200, headers: [Header("Content-Type", "application/json")], body: Array(text.utf8))
        #expect(response.jsonText == nil)
    }
}
