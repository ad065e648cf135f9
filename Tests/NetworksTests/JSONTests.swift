import Testing

@testable import Networks

@Suite struct JSONTests {
    @Test func `members keep their order, and nil ones are left out`() {
        let value: JSON = .object(["b": "x", "a": .integer(1), "gone": nil, "n": .null, "l": .texts(["y"])])
        #expect(value.minified == #"{"b":"x","a":1,"n":null,"l":["y"]}"#)
    }

    @Test func `only what must be escaped is escaped`() {
        #expect(JSON.string("\"\\\n\r\t\u{01}\u{7F}/é🎉").minified == #""\"\\\n\r\t\u0001"# + "\u{7F}/é🎉\"")
    }

    @Test(arguments: [
        #"{"a":[1,-2.5e3,true,false,null,"x"],"a":{}}"#, "[]", #""""#, "0", "1.25E-2", #"{"":""}"#,
        #"[[[]]]"#,
    ])
    func `what is read is written again`(_ text: String) {
        #expect(JSON(parsing: text)?.minified == text)
        #expect(JSON(parsing: " \t\r\n\(text) ")?.minified == text)
    }

    @Test func `ids of 18 digits keep all of them`() {
        #expect(JSON(parsing: #"{"id":110000000000065537}"#)?["id"]?.id == "110000000000065537")
    }

    @Test func `escapes are read, pairs of surrogates too`() {
        #expect(JSON(parsing: #""\u00e9\ud83c\udf89\/\b""#)?.text == "é🎉/\u{08}")
        #expect(JSON(parsing: #""\ud83c!""#)?.text == "\u{FFFD}!")
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", #"{"a":}"#, #"{"a" 1}"#, "{a:1}", "'x'", "nul", "-", "1.", "+1", "\"\n\"",
        #""\x""#,
        #""\u12""#, "[] []", "<html>", #"{"a":1,}"#, "[1 2]", "\u{FEFF}[]",
    ])
    func `anything else is no JSON`(_ text: String) {
        #expect(JSON(parsing: text) == nil)
    }

    @Test func `64 levels are read, more are not`() {
        #expect(JSON(parsing: String(repeating: "[", count: 65) + String(repeating: "]", count: 65)) != nil)
        #expect(JSON(parsing: String(repeating: "[", count: 66) + String(repeating: "]", count: 66)) == nil)
        #expect(JSON(parsing: String(repeating: "[", count: 100_000)) == nil)
    }
}
