import Testing

@testable import Preview

struct PreviewFormatTests {
    @Test func `every format is found by its name, in order`() {
        let names = PreviewRegistry.all.map { $0.name }
        // Neither pages, which could have scripts, nor tables, which could have formulas.
        #expect(names == ["json", "text"])
        for name in names { #expect(PreviewRegistry.format(named: name)?.name == name) }
        #expect(PreviewRegistry.format(named: "TEXT") == nil)
    }

    @Test func `a style is that of a pipe unless something is known`() {
        #expect(PreviewStyle() == PreviewStyle(width: 80, colour: false, leftOutLimit: 20))
    }
}
