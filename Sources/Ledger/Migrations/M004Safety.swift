import GRDB

/// What fails again and again: calls of an account or to a host, and work at which the program died.
enum M004Safety: Migration {
    static let name = "M004 safety"

    static func apply(to db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE circuit (
                    name TEXT PRIMARY KEY,                  -- 'account/NAME' or 'host/NAME'
                    failures INTEGER NOT NULL, last INTEGER NOT NULL, why TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE account_host (
                    account TEXT PRIMARY KEY, host TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE work (
                    name TEXT PRIMARY KEY,                  -- 'delivery 7' or 'plan FINGERPRINT'
                    crashes INTEGER NOT NULL DEFAULT 0,
                    busy INTEGER NOT NULL DEFAULT 0
                ) STRICT, WITHOUT ROWID;
                """)
    }
}
