import Diagnostics
import Testing

@testable import YAML

@Suite struct CSVReaderTests {
    private func rows(_ text: String) -> [[String]] {
        CSVReader.read(SourceText(text, file: "q.csv")).rows.map { $0.cells.map(\.text) }
    }

    private func errors(_ text: String) -> [String] {
        CSVReader.read(SourceText(text, file: "q.csv")).errors.map(summary)
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n", [["1", "2"]]),
            ("a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
            ("a,b\r1,2\r", [["1", "2"]]),
            ("\u{FEFF}a,b\n1,2", [["1", "2"]]),
            ("a,b\n\"x, y\",\"he said \"\"no\"\"\"\n", [["x, y", "he said \"no\""]]),
            ("a,b\n\"one\r\ntwo\rthree\nfour\",2\n", [["one\ntwo\nthree\nfour", "2"]]),
            ("a,b\n,\n", [["", ""]]),
            ("a,b\n\n \t\n1,2\n\r\n", [["1", "2"]]),
            ("a, b \n 1 ,\" 2 \"\n", [["1", " 2 "]]),
            ("a\n\"\"\n", [[""]]),
            ("a,b\n\"\"\"\",\"\"", [["\"", ""]]),
            ("a,b\né日,👩‍👧\u{2028}x", [["é日", "👩‍👧\u{2028}x"]]),
            ("a,b\n1 2,3\t4", [["1 2", "3\t4"]]),
            ("a,b", []),
            ("", []),
            ("\n\n", []),
        ] as [(String, [[String]])])
    func `tables are read as RFC 4180 says`(_ text: String, _ expected: [[String]]) {
        #expect(errors(text).isEmpty)
        #expect(rows(text) == expected)
    }

    @Test func `cells know where they stand`() {
        let table = CSVReader.read(SourceText("id, é\n\"a\nb\", x y \nc,d\n", file: "q.csv"))
        #expect(
            table.header.map(\.mark) == [
                YAMLMark(line: 1, column: 1, endColumn: 3), YAMLMark(line: 1, column: 5, endColumn: 6),
            ])
        #expect(table.rows[0].cells[0].mark == YAMLMark(line: 2, column: 1, endLine: 3, endColumn: 3))
        #expect(table.rows[0].cells[1].mark == YAMLMark(line: 3, column: 5, endColumn: 8))
        #expect(table.rows[0].cells.map(\.isQuoted) == [true, false])
        #expect(table.rows.map(\.number) == [1, 2])
        #expect(table.rows[1].cells[1].mark == YAMLMark(line: 4, column: 3, endColumn: 4))
    }

    @Test(arguments: [
        ("a,b\n1\n", ["2:2 ragged-row: this row has 1 cell, the header has 2"]),
        ("a,b\n1,2,3,4\n", ["2:5-6 ragged-row: this row has 4 cells, the header has 2"]),
        ("a,b\n1,2,\n", ["2:5 ragged-row: this row has 3 cells, the header has 2"]),
        ("a,b\nx,\"never\n1,2\n", ["2:3 unclosed-quote: this quote is never closed"]),
        ("a,b\nx \"y\",2\n", ["2:3 stray-quote: a quote stands beside other text of the cell"]),
        ("a,b\n\"x\"y,2\n", ["2:4 stray-quote: a quote stands beside other text of the cell"]),
        ("a,b\n1, \"x\"\n", ["2:4 stray-quote: a quote stands beside other text of the cell"]),
        ("a,b,a\n1,2,3\n", ["1:5-6 duplicate-key: duplicate key 'a' (first used in q.csv:1:1)"]),
        ("a,,b\n1,2,3\n", ["1:3 empty-key: the name before ':' or of a column is empty"]),
        ("a;b\n1;2\n", ["1:1-4 separator: the columns are separated by ';'"]),
        ("a,b\n1,\u{0}\n", ["2:3 control-character: the control character U+0000 is not allowed"]),
    ])
    func `what is no table is refused where it stands`(_ text: String, _ expected: [String]) {
        #expect(errors(text) == expected)
    }

    @Test func `a broken row takes only itself out and still counts`() {
        let text = "id,text\na,1\nb\nc,x\"y\nd,4\ne,\"open\nf,6\n"
        let table = CSVReader.read(SourceText(text, file: "q.csv"))
        #expect(table.rows.map { $0.cells[0].text } == ["a", "d"])
        #expect(table.rows.map(\.number) == [1, 4])
        #expect(table.errors.map(\.location.line) == [3, 4, 6])
    }

    @Test func `a row is a mapping without its empty cells`() {
        let table = CSVReader.read(SourceText("kind,link,text\npromo,,\"hi\"\n", file: "q.csv"))
        let node = table.node(table.rows[0])
        #expect(node.entries?.map(\.key) == ["kind", "text"])
        #expect(node["text"]?.text == "hi")
        #expect(node["kind"]?.mark == YAMLMark(line: 2, column: 1, endColumn: 6))
        #expect(node.mark == YAMLMark(line: 2, column: 1, endColumn: 12))
    }

    @Test func `random tables come back as they were written`() {
        let dice = Dice(seed: 3)
        for _ in 0..<300 {
            let written = (0..<dice.number(1...4)).map { _ in
                (0..<3).map { _ in dice.text("a\",\né; ", upTo: 4) }
            }
            let lines = written.map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
            }
            let text = "a,b,c\r\n" + lines.joined(separator: "\r\n")
            #expect(errors(text).isEmpty)
            #expect(rows(text) == written)
        }
    }

    @Test func `a table above its limit is refused`() {
        let table = CSVReader.read(SourceText("a\nbcd\n", file: "q.csv"), limit: 5)
        #expect(
            table.errors.map(summary) == [
                "0:0 too-large: the file has 6 bytes, more than the 5 that are read"
            ])
        #expect(table.rows.isEmpty)
    }
}
