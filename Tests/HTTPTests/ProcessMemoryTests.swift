import Testing

@testable import HTTP

struct ProcessMemoryTests {
    #if os(Linux)
        @Test func `on Linux the memory can be hidden`() {
            #expect(ProcessMemory.hide())
        }
    #endif
}
