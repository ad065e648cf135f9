import GRDB

/// A change of the schema: one file each, never edited once it has been released.
protocol Migration: Sendable {
    /// Its name, in the order of time: `M001 foundation`.
    static var name: String { get }

    /// Makes the change; runs in one transaction.
    static func apply(to db: Database) throws
}

/// Every migration, oldest first. Adding one means its file and one line here.
enum Migrations {
    static let all: [any Migration.Type] = [
        M001Foundation.self, M002Identity.self, M003Notices.self, M004Safety.self,
        M005AskedPauses.self,
    ]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in all {
            migrator.registerMigration(migration.name) { db in try migration.apply(to: db) }
        }
        return migrator
    }
}
