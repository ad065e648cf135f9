import GRDB

/// What people were told of, so that each failure is told once. Times are seconds since the epoch.
enum M003Notices: Migration {
    static let name = "M003 notices"

    static func apply(to db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE notice (
                    key TEXT PRIMARY KEY,
                    code TEXT NOT NULL, account TEXT,
                    what TEXT NOT NULL, remedy TEXT NOT NULL,
                    passing INTEGER NOT NULL,       -- whether it happened, rather than stands
                    since INTEGER NOT NULL,
                    attempts INTEGER NOT NULL DEFAULT 0, tried INTEGER, told INTEGER
                ) STRICT, WITHOUT ROWID
                """)
    }
}
