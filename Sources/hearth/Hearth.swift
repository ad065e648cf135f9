import ArgumentParser
import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The command line: one subcommand a file below `Commands/`.
struct Hearth: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "hearth",
        abstract: "Plans and publishes posts so that an account stays a good neighbour.",
        discussion: """
            A workspace is a folder with queue/ (posts) and policies/ (rules). `hearth preview` shows what would go out
            and sends nothing; `hearth tick` publishes what is due and belongs into cron.
            """,
        version: version,
        subcommands: [
            InitCommand.self, CheckCommand.self, PreviewCommand.self, PlanCommand.self, TickCommand.self,
            StatusCommand.self, LogCommand.self, RecordCommand.self, HoldCommand.self, ResumeCommand.self,
            ResolveCommand.self, AdoptCommand.self, BackupCommand.self, VerifyCommand.self,
            ExportCommand.self,
            SchemaCommand.self, AccountsCommand.self, DoctorCommand.self,
        ])
}

/// Where the process begins.
///
/// Not an asynchronous `main`, whose first line would already need a second thread.
@main
enum Entry {
    /// Runs the subcommand.
    static func main() {
        // Where whoever began it has closed one of them, another file would be opened under its number, and written to.
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
        // Whoever reads what is said may be gone (cron, `head`); that must not end a tick in the middle.
        signal(SIGPIPE, SIG_IGN)
        // To one of its threads libdispatch gives more than the usual priority, which most users may not do, and writes of that
        // into the system's log, each time.
        setenv("LIBDISPATCH_LOG", "NO", 0)
        // Where the system has no thread to give (too little memory, too many processes), libdispatch would ask again
        // for ever, and the next tick would wait beside this one.
        signal(SIGALRM) { _ in
            let message: StaticString = "hearth: the system has no memory, or no process, left for a thread\n"
            _ = write(2, message.utf8Start, message.utf8CodeUnitCount)
            _exit(71)
        }
        // An alarm that the caller has set outlives exec, and is meant to end this.
        let before = alarm(20)
        Task.detached {
            signal(SIGALRM, SIG_DFL)
            alarm(before)
            await Hearth.main(nil)
            exit(Output.hasFailed ? ExitStatus.outputFailed.rawValue : 0)
        }
        dispatchMain()
    }
}
