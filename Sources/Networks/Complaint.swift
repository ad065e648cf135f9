/// Something a network would refuse about a message.
public struct Complaint: Sendable, Hashable {
    /// Kebab-case name, such as `text-too-long`.
    public var code: String
    /// One sentence with the numbers.
    public var message: String
    /// Whether it would be refused; otherwise it is only unwise.
    public var isError: Bool

    /// A complaint.
    public init(_ code: String, _ message: String, isError: Bool = true) {
        self.code = code
        self.message = message
        self.isError = isError
    }
}
