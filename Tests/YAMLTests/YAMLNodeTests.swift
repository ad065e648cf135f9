import Diagnostics
import Testing

@testable import YAML

@Suite struct YAMLNodeTests {
    @Test func `a place ends on its own line or not at all`() {
        let word = YAMLMark(line: 2, column: 3, endColumn: 7)
        #expect(word.location(in: "a") == SourceLocation(file: "a", line: 2, column: 3, endColumn: 7))
        let block = YAMLMark(line: 2, column: 3, endLine: 4, endColumn: 9)
        #expect(block.location(in: "a") == SourceLocation(file: "a", line: 2, column: 3))
        #expect(YAMLMark(line: 2, column: 3).location(in: "a").endColumn == nil)
    }

    @Test func `a node answers only for what it is`() throws {
        let node = try YAMLNode.parse("a: [x]\nb: y", file: "p")
        #expect(node["a"]?.items?.map(\.text) == ["x"])
        #expect(node["b"]?.text == "y" && node["b"]?.items == nil && node["b"]?.entries == nil)
        #expect(node["c"] == nil && node["b"]?["x"] == nil && node.text == nil)
        #expect(node.entries?.map(\.key) == ["a", "b"])
    }
}
