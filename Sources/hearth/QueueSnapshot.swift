import Posts

/// The files of a queue as they stood at one moment.
///
/// An editor, or `git pull`, may be writing them while a tick reads. What goes out must be whole, so a tick reads again until
/// every file has stood still for a second; one that does not is left out, as one that the disk did not give.
struct QueueSnapshot {
    /// What could be read.
    var files: [QueueFile] = []
    /// What could not, in order of the paths, below `queue/`.
    var refused: [(path: String, refusal: WorkspaceFiles.Refusal)] = []
    /// Folders that could not be looked through.
    var failures: [WorkspaceFiles.Refusal] = []

    /// For so many microseconds a file must have stood still.
    static let rest = 1_000_000
    /// After so many readings what still changes is left out.
    static let mostReadings = 4

    /// How to find out whether the files stand still.
    struct Patience {
        /// Microseconds since the epoch.
        var clock: () -> Int
        /// Waits for so many microseconds.
        var wait: (Int) -> Void
    }

    /// Reads them.
    ///
    /// - Parameter patience: Nil to take them as they are.
    init(_ workspace: WorkspaceFiles, _ patience: Patience? = nil) {
        for reading in 1... {
            let marks = read(workspace, isMarking: patience != nil)
            guard let patience else { return }
            let time = patience.clock()
            let now = QueueSnapshot.marks(workspace)
            let moving = Set(marks.keys).union(now.keys).filter { path in
                guard let mark = now[path], mark == marks[path] else { return true }
                return (0..<QueueSnapshot.rest).contains(time - mark.microseconds)
            }
            if moving.isEmpty { return }
            if reading == QueueSnapshot.mostReadings {
                leaveOut(moving)
                return
            }
            patience.wait(QueueSnapshot.rest)
        }
    }

    private mutating func read(_ workspace: WorkspaceFiles, isMarking: Bool) -> [String: FileMark] {
        (files, refused, failures) = ([], [], [])
        var marks: [String: FileMark] = [:]
        if !workspace.hasFolder("queue") { failures.append(.noFolder("queue")) }
        if workspace.leadsOut("queue") {
            failures.append(.linkOutside("queue"))
            return marks
        }
        for path in workspace.list("queue", failures: &failures) where QueueFile.isQueueFile(path) {
            if isMarking { marks[path] = workspace.mark(of: "queue/" + path) }
            do throws(WorkspaceFiles.Refusal) {
                files.append(QueueFile(path: path, bytes: try workspace.read("queue/" + path)))
            } catch {
                refused.append((path, error))
            }
        }
        return marks
    }

    private static func marks(_ workspace: WorkspaceFiles) -> [String: FileMark] {
        guard !workspace.leadsOut("queue") else { return [:] }
        var failures: [WorkspaceFiles.Refusal] = []
        let paths = workspace.list("queue", failures: &failures).filter(QueueFile.isQueueFile)
        return Dictionary(
            paths.compactMap { path in workspace.mark(of: "queue/" + path).map { (path, $0) } }
        ) { first, _ in first }
    }

    private mutating func leaveOut(_ moving: Set<String>) {
        files.removeAll { moving.contains($0.path) }
        refused.removeAll { moving.contains($0.path) }
        refused += moving.sorted().map { ($0, .changing("queue/" + $0)) }
    }
}
