import HTTP
import Ledger
import Posts

/// One message about one or more failures: as text for people, as JSON for programs.
struct NoticeMessage {
    let notices: [OpenNotice]
    /// The workspace's folder.
    let workspace: String
    /// Epoch seconds.
    let now: Int
    /// Takes secrets out, wherever they come from.
    let scrubber: Scrubber

    /// More than these are only counted.
    static let most = 20

    /// What happened and what to do.
    var text: String {
        let count = notices.count
        var lines = [
            "Hearth: \(count == 1 ? "something needs" : "\(count) things need") you (\(workspace))", "",
        ]
        for (index, open) in notices.prefix(NoticeMessage.most).enumerated() {
            let mark = count == 1 ? "" : "\(index + 1). "
            let indent = String(repeating: " ", count: mark.count)
            lines.append(mark + open.notice.what)
            lines += open.notice.remedy.split(separator: "\n").map { indent + $0 }
            lines.append("")
        }
        if count > NoticeMessage.most { lines += ["And \(count - NoticeMessage.most) more.", ""] }
        lines.append("You are told once of each, and again if it goes away and comes back.")
        return scrubber.scrub(lines.joined(separator: "\n") + "\n")
    }

    /// The body for a webhook; `text` is what chats show.
    var json: String {
        let list = notices.map { open in
            let notice = open.notice
            let pairs = [
                ("code", notice.code), ("account", notice.account?.rawValue),
                ("since", StatusReport.time(open.since)), ("what", notice.what), ("remedy", notice.remedy),
            ]
            let members = pairs.compactMap { key, value in
                value.map { "\"\(key)\":\(EventLog.quoted(scrubber.scrub($0)))" }
            }
            return "{\(members.joined(separator: ","))}"
        }
        return """
            {"format":"hearth-notice/1","at":"\(StatusReport.time(now))",\
            "workspace":\(EventLog.quoted(workspace)),"text":\(EventLog.quoted(text)),\
            "notices":[\(list.joined(separator: ","))]}
            """
    }
}
