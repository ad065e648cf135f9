import ArgumentParser
import HTTP
import Ledger
import Policies

/// `hearth doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at the machine and the workspace: is everything there that ticks need?",
        discussion: """
            Writes nothing, asks no network, and shows no secret. Exit code 1 when something would keep posts from going out.
            """)

    @OptionGroup var options: WorkspaceOptions

    @Flag(help: "Send a test message the way the policy's `notify` says, too.")
    var notify = false

    @Option(help: "text, or json for programs.")
    var format = ListFormat.text

    func run() async throws {
        let composition = Composition.live
        composition.harden()
        let files = try House.folder(options, composition)
        let state = House.stateFolder(options, composition, root: files.root)
        let gathering = DoctorGathering(
            composition: composition, options: options, files: files, state: state)
        let report = DoctorReport(try gathering.facts())
        switch format {
        case .json: try Output.json(report)
        case .text: Output.write(report.text)
        }
        if notify { try await test(files, state) }
        if !report.ok { throw ExitStatus.failed }
    }

    private func test(_ files: WorkspaceFiles, _ state: String) async throws {
        let composition = Composition.live
        let policy = try House(options, composition).policy
        guard let settings = policy.notify else {
            throw Output.usage("the policy has no `notify`: there is nobody to send a test to")
        }
        let notice = Notice(
            key: "test", code: "test", what: "This is a test: Hearth can reach you.",
            remedy: "There is nothing to do.")
        let now = composition.epochSeconds()
        let message = NoticeMessage(
            notices: [OpenNotice(notice: notice, since: now)], workspace: files.root, now: now,
            scrubber: Scrubber([]))
        do throws(Messenger.Failure) {
            try await Messenger(settings, policy: policy, composition, root: files.root).send(message)
        } catch {
            Output.note("could not tell anybody: \(error)")
            throw ExitStatus.failed
        }
        Output.note("a test message was sent")
    }
}
