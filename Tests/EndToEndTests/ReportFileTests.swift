import Foundation
import Testing

@testable import hearth

struct ReportFileTests {
    @Test func `the file is replaced as a whole, with its mode, and nothing is left beside it`() throws {
        let place = try TemporaryWorkspace(["a.prom": "old\n"])
        try ReportFile.write("new\n", to: place.path + "/a.prom")
        try ReportFile.write("own\n", to: place.path + "/b", mode: 0o600)
        #expect(try place.contents(of: "") == ["a.prom": Data("new\n".utf8), "b": Data("own\n".utf8)])
        let facts = try FileManager.default.attributesOfItem(atPath: place.path + "/a.prom")
        #expect(facts[.posixPermissions] as? Int == 0o644)
    }

    @Test func `a folder that is not there is named`() throws {
        let found = #expect(throws: ReportFile.Failure.self) {
            try ReportFile.write("x", to: "/no/such/folder/a.prom")
        }
        #expect(found?.operation == "make")
        #expect(found?.number == ENOENT)
    }
}
