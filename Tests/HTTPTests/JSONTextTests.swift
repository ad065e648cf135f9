import Testing

@testable import HTTP

@Suite struct JSONTextTests {
    @Test(arguments: [
        ("1", "1"), ("\"a b\"", "\"a b\""), ("{}", "{}"), ("[ ]", "[]"), ("[1,2]", "[\n  1,\n  2\n]"),
        ("{\"a\":{}}", "{\n  \"a\": {}\n}"), ("{\"a{\": \"}\\\"]\"}", "{\n  \"a{\": \"}\\\"]\"\n}"),
        ("{\"é\u{301}\":\"\r\n👩‍👩‍👧\"}", "{\n  \"é\u{301}\": \"\r\n👩‍👩‍👧\"\n}"),
    ])
    func `members stand a line each, strings as they were`(text: String, indented: String) {
        #expect(JSONText.indented(text) == indented)
    }

    @Test(arguments: ["{", "}", "[}", "{]", "\"", "\"a\\\"", "[[1]"])
    func `what does not pair is left alone`(text: String) {
        #expect(JSONText.indented(text) == nil)
    }
}
