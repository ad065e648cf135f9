/// A part of an errand, to be known again among our own posts whatever the server has made of its words.
struct MastodonLikeness {
    private let text: String
    private let warning: String
    private let media: [String]
    private let parent: String?
    private let calls: Errand.Calls?
    private let ours: Set<String>

    /// Seconds between a call and what it made, by clocks that disagree and times that are cut to minutes.
    private static let nearness = 180

    /// The part with this text and place in an errand.
    init(of text: String, at index: Int, in errand: Errand) {
        self.text = MastodonLikeness.bare(text)
        warning = MastodonLikeness.bare(errand.message.warning ?? "")
        media = index > 0 ? [] : errand.message.images.indices.map { errand.handles["media.\($0)"] ?? "" }
        parent = index > 0 ? errand.handles["part.\(index - 1)"] : nil
        calls = errand.calls
        ours = Set(errand.handles.values)
    }

    /// Whether a status is the part: it shows our uploads, or has the words and the warning.
    ///
    /// An upload belongs to one post only. Where there are no words, servers make some: Mastodon of the warning, which is none
    /// then, glitch-soc a picture of a picture.
    func isPart(_ status: JSON) -> Bool {
        guard hasPlace(status) else { return false }
        if !media.isEmpty, MastodonLikeness.media(of: status) == media { return true }
        return !text.isEmpty && MastodonLikeness.bare(HTMLText.plain(status["content"]?.text ?? "")) == text
            && isWarning(status["spoiler_text"]?.text ?? "")
    }

    /// Whether a status that is not like the part may be it all the same: it was made in the minutes of a call in doubt,
    /// at the same place, with as many pictures, and is nothing else that is known.
    ///
    /// - Parameter drift: Seconds by which our clock is ahead of the server's, at present.
    func mayBePart(_ status: JSON, drift: Int) -> Bool {
        guard let calls, hasPlace(status), let id = status["id"]?.id, !calls.known.contains(id),
            !ours.contains(id), let at = Clock.seconds(status["created_at"]?.text)
        else { return false }
        let near =
            calls.span.lowerBound - MastodonLikeness.nearness...calls.span.upperBound
            + MastodonLikeness.nearness
        return near.contains(at) || near.contains(at + drift)
    }

    private func hasPlace(_ status: JSON) -> Bool {
        status["in_reply_to_id"]?.id == parent && MastodonLikeness.media(of: status).count == media.count
    }

    /// Plain text by the API's description, in which `<` is a letter as any other; HTML on some servers.
    private func isWarning(_ shown: String) -> Bool {
        let raw = MastodonLikeness.bare(shown)
        guard raw.isEmpty == warning.isEmpty else { return false }
        return raw == warning || MastodonLikeness.bare(HTMLText.plain(shown)) == warning
    }

    private static func media(of status: JSON) -> [String] {
        (status["media_attachments"]?.items ?? []).compactMap { $0["id"]?.id }
    }

    /// Without white space and what nobody sees, which HTML does not keep; without the servers of mentions, which it does not
    /// show; and in small letters, since a mention gets the letters that the account has given itself.
    private static func bare(_ text: String) -> String {
        let small = TextMeasure.withShortMentions(text).lowercased()
        return String(
            String.UnicodeScalarView(
                small.unicodeScalars.filter {
                    !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
                }))
    }
}
