import FuzzTargets

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The target that `HEARTH_FUZZ_TARGET` names.
private let target: FuzzTarget = {
    let name = getenv("HEARTH_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let found = FuzzTarget.named(name) else {
        print("HEARTH_FUZZ_TARGET is none of: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
        exit(64)
    }
    return found
}()

/// What libFuzzer calls with each input. An outcome that must not be ends the process, which makes libFuzzer keep the
/// input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let fault = target.run(Array(UnsafeBufferPointer(start: start, count: count))) {
        // Not `print`, whose buffer would be lost.
        let line = "\(target.name): \(fault)\n"
        write(STDERR_FILENO, line, line.utf8.count)
        abort()
    }
    return 0
}
