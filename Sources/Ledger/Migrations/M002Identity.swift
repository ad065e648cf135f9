import GRDB

/// What a line of history is known by when its post was renamed, whether a delivery asks for a person, and when its message
/// was written.
enum M002Identity: Migration {
    static let name = "M002 identity"

    static func apply(to db: Database) throws {
        try db.execute(sql: "ALTER TABLE history ADD COLUMN identity TEXT")
        try db.execute(sql: "ALTER TABLE delivery ADD COLUMN asks_person INTEGER NOT NULL DEFAULT 0")
        // Microseconds.
        try db.execute(sql: "ALTER TABLE delivery ADD COLUMN composed INTEGER")
    }
}
