import Testing

struct StatusTests {
    @Test func `before anything was planned there is little to say`() async throws {
        let place = try TemporaryWorkspace()
        let status = try await place.hearth("status")
        #expect(status.status == 0)
        #expect(
            status.output == "nothing has been planned or sent yet; `hearth preview` shows what would be\n")
        let report = try ReadJSON.object(try await place.hearth("status", "--format", "json").output)
        #expect((report["next"] as? [Any])?.isEmpty == true)
        #expect(try await place.hearth("log").output == "")
        #expect(!place.has(".hearth"))
    }
}
