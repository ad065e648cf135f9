#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Composition {
    /// Whether the kernel knows the clock to be synchronised; nil where it does not tell.
    ///
    /// By adjtimex(2) without changing anything. Swift's module of the C library leaves out `sys/timex.h`, so that the
    /// function is looked up by name; of its structure only the first number, which asks for a change, has to be known.
    func isClockSynchronised() -> Bool? {
        #if os(Linux)
            typealias Adjust = @convention(c) (UnsafeMutableRawPointer) -> Int32
            guard let symbol = dlsym(nil, "adjtimex") else { return nil }
            let adjust = unsafeBitCast(symbol, to: Adjust.self)
            // The structure has 208 bytes where numbers have 64 bits, less elsewhere.
            return withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { buffer in
                buffer.initializeMemory(as: UInt8.self, repeating: 0)
                guard let place = buffer.baseAddress else { return nil }
                let state = adjust(place)
                // TIME_ERROR: the clock is not synchronised.
                return state < 0 ? nil : state != 5
            }
        #else
            return nil
        #endif
    }
}
