import GRDB

/// Until when a network has asked that nothing is sent on an account.
enum M005AskedPauses: Migration {
    static let name = "M005 asked pauses"

    static func apply(to db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE asked_pause (
                    account TEXT PRIMARY KEY, until INTEGER NOT NULL, why TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                """)
    }
}
