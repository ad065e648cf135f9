import HTTP
import Testing

@Suite struct PercentEncodingTests {
    @Test func `a path segment keeps the unreserved characters only`() {
        #expect(PercentEncoding.encode("Az09-._~") == "Az09-._~")
        #expect(PercentEncoding.encode("!room:a/b c#é") == "%21room%3Aa%2Fb%20c%23%C3%A9")
    }

    @Test func `a form keeps the order of its pairs`() {
        #expect(
            PercentEncoding.form([("b", "x y"), ("a[]", "1&2=3"), ("b", "")]) == "b=x+y&a%5B%5D=1%262%3D3&b=")
    }
}
