import GRDB

// A tick asks the same few dozen questions several times. Compiling a statement takes longer than answering it from a
// ledger of usual size, so each is compiled once per connection.

extension Row {
    /// Every row of a query that is asked often.
    static func fetchAll(
        _ db: Database, cached sql: String, arguments: StatementArguments = StatementArguments()
    )
        throws -> [Row]
    {
        try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first row of a query that is asked often.
    static func fetchOne(
        _ db: Database, cached sql: String, arguments: StatementArguments = StatementArguments()
    )
        throws -> Row?
    {
        try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }
}

extension DatabaseValueConvertible where Self: StatementColumnConvertible {
    /// The first value of a query that is asked often.
    static func fetchOne(
        _ db: Database, cached sql: String, arguments: StatementArguments = StatementArguments()
    )
        throws -> Self?
    {
        try Self.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }
}

extension Database {
    /// Executes one statement that is executed often.
    func execute(cached sql: String, arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
