import ArgumentParser
import Foundation
import Ledger

/// `hearth backup`
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the ledger to FILE, safely at any moment, whatever tick is at work.",
        discussion: """
            The copy is one file for its owner only, checked before it takes its place. It holds the texts of all posts and \
            no credentials. How to restore it is in docs/operations.md.
            """)

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "Where the copy goes.", completion: .file())
    var file: String

    @Flag(help: "Put it in the place of the file that is there.")
    var replace = false

    func run() throws {
        let composition = Composition.live
        composition.harden()
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        let path = composition.absolute(file)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw Output.usage("'\(file)' is a folder: name the file that the copy is to be")
        }
        let folder = URL(filePath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
        if folder == URL(filePath: state).resolvingSymlinksInPath().path {
            throw Output.usage("a copy in the state folder would be lost with it: name a file elsewhere")
        }
        guard let ledger = try LedgerAccess.reading(state) else {
            Output.note("there is no ledger in '\(state)': nothing has been planned or sent yet")
            throw ExitStatus.failed
        }
        let words = try LedgerAccess.reporting { () throws(LedgerError) in
            let deliveries = try ledger.census().values.reduce(0) { $0 + $1.counts.values.reduce(0, +) }
            try ledger.close()
            do throws(LedgerError) {
                try LedgerDatabase.backUp(StateDirectory(state), to: path, replacing: replace)
            } catch {
                guard case .file(_, _, EEXIST) = error else { throw error }
                return nil as Int?
            }
            return deliveries
        }
        guard let words else {
            Output.note("there is a file '\(file)' already; --replace puts the copy in its place")
            throw ExitStatus.failed
        }
        Output.write("\(file): \(words) deliveries\n")
    }
}
