import Testing

struct ResolveTests {
    @Test func `a delivery that is not there cannot be settled`() async throws {
        let resolved = try await TemporaryWorkspace().hearth("resolve", "7", "--drop")
        #expect(resolved.status == 1)
        #expect(
            resolved.errors
                == "ledger: there is no delivery 7; `hearth status` lists those that need a person\n")
    }
}
