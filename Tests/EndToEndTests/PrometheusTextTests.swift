import Testing

@testable import hearth

struct PrometheusTextTests {
    @Test func `backslashes, line feeds and, in labels, quotation marks are escaped`() {
        var family = MetricFamily("a_seconds", "One \\ two\n\"three\"")
        family.add(1, ("account", "a\"b\\c\nd"), ("kind", "ü"))
        family.add(-2)
        family.add(nil, ("account", "not known"))
        #expect(
            PrometheusText.render([family, MetricFamily("b", "Nothing is known.")]) == #"""
                # HELP a_seconds One \\ two\n"three"
                # TYPE a_seconds gauge
                a_seconds{account="a\"b\\c\nd",kind="ü"} 1
                a_seconds -2

                """#)
    }
}
