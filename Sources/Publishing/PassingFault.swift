/// Thrown where a message is made, if something of this machine failed that may be well again in a minute, such as a disk: the
/// message is tried again within the lateness of its slot, and is not refused.
public struct PassingFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence in lower case.
    public let description: String

    /// What failed, in a sentence.
    public init(_ description: String) { self.description = description }
}
