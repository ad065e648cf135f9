import Foundation
import Testing

/// The workspace in the repository's own root.
struct WorkedExampleTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    @Test func `the check finds the one label that does not hold, and what Bluesky does not have`()
        async throws
    {
        let place = try TemporaryWorkspace([:])
        let checked = try await place.hearth(
            "check", "--workspace", WorkedExampleTests.root, "--state", "state", "--format", "json")
        #expect(checked.status == 0)
        let findings = try ReadJSON.list(checked.output)
        #expect(
            findings.map { $0["code"] as? String } == [
                "warning-in-text", "label-does-not-hold", "visibility",
            ])
        #expect(findings.allSatisfy { $0["severity"] as? String == "warning" })
    }

    @Test func `its plan is valid and meets the floors`() async throws {
        let place = try TemporaryWorkspace([:])
        let shown = try await place.hearth(
            "preview", "--workspace", WorkedExampleTests.root, "--state", "state", "--now",
            TemporaryWorkspace.now,
            "--effort", "quick", "--format", "json")
        #expect(shown.status == 0)
        #expect(shown.errors == "")
        let plan = try ReadJSON.object(shown.output)
        #expect(plan["floor_shortfall"] as? Int == 0)
        #expect((plan["shortfalls"] as? [Any])?.isEmpty == true)
        // A pin that cannot be kept would be reported here, too.
        let found = plan["diagnostics"] as? [[String: Any]] ?? []
        #expect(found.map { $0["code"] as? String } == ["label-does-not-hold"])

        let verified = try await place.hearth(
            "verify", "-", "--workspace", WorkedExampleTests.root, "--state", "state", "--format", "json",
            input: shown.output)
        #expect(verified.status == 0)
        let report = try ReadJSON.object(verified.output)
        #expect(report["valid"] as? Bool == true)
        #expect(report["floor_shortfall"] as? Int == 0)
        #expect(report["score"] as? Int == plan["score"] as? Int)
    }
}
