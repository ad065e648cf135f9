import GRDB

/// The columns of `delivery`, each at its place in an answer.
///
/// A delivery has some thirty: to look for each by its name, in every row, takes longer than everything else about it.
enum DeliveryColumn: Int, CaseIterable {
    case id, account, post, occurrence, key, plannedAt
    case state, attempt, failures, notBefore, begun, composed, firstSent, visibleSince
    case facts, message, messageDigest, handles
    case step, request, stepFirstSent, stepLastSent, doubted
    case unknownSince, lookups, nextLookup, absentScans, absentAt
    case remoteId, url, reason, asksPerson, changed

    /// All of them as they are called in the database, between SELECT and FROM.
    static let list = allCases.map(\.name).joined(separator: ", ")

    /// Such as `planned_at`.
    private var name: String {
        "\(self)".map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
    }
}

extension Row {
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: DeliveryColumn) -> Value
    {
        self[column.rawValue]
    }
}
