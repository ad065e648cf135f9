import GRDB

extension LedgerError {
    /// Runs `body` and turns what GRDB throws into what the ledger throws.
    static func wrapping<T>(path: String = "", _ body: () throws -> T) throws(LedgerError) -> T {
        do {
            return try body()
        } catch let error as LedgerError {
            throw error
        } catch let error as DatabaseError {
            throw LedgerError(error, path: path)
        } catch {
            throw .database(code: -1, message: "\(error)")
        }
    }

    init(_ error: DatabaseError, path: String) {
        let words = error.message ?? "\(error.extendedResultCode)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .full
        case .SQLITE_CORRUPT: self = .damaged(words)
        case .SQLITE_NOTADB: self = .notALedger(path: path)
        case .SQLITE_CONSTRAINT: self = .forbidden(words)
        default: self = .database(code: Int(error.extendedResultCode.rawValue), message: words)
        }
    }
}
