import HTTP

/// What a response means where its status alone decides. Networks ask it for whatever they do not know
/// better.
///
/// No text for people is ever matched: it comes in the language of the user and changes with every version.
enum Answer {
    /// For a step that nobody sees: it may be repeated, so only what a person must change stops it.
    static func toPreparing(_ response: Response, from who: String, clock: EpochSeconds) -> Meaning {
        let wait = RetryAfter.wait(response, now: Double(clock))
        let why = "\(who) answered \(said(response))"
        switch response.status {
        case 200..<300:
            return .later(seconds: wait, why: "\(who) answered something that could not be understood")
        case 300..<400: return .held(why: "\(why): the address has changed or is not complete")
        case 401, 403, 407, 410: return .held(why: why)
        case 408, 425, 429, 500...: return .later(seconds: wait, why: why)
        case 400..<500: return .refused(why: why)
        default: return .later(seconds: wait, why: why)
        }
    }

    /// For a step that publishes, after it was sent: what is not known to have done nothing may have been
    /// done.
    static func toPublishing(_ response: Response, from who: String, clock: EpochSeconds) -> Meaning {
        let why = "\(who) answered \(said(response))"
        switch response.status {
        case 200..<300:
            return .unknown(why: "\(who) answered \(response.status) without saying what became of it")
        // 410: the interface is gone, and every other post would meet the same end.
        case 401, 403, 407, 410: return .held(why: why)
        case 429: return .later(seconds: RetryAfter.wait(response, now: Double(clock)), why: why)
        // 408 and 409 may be said of a request whose first half is being worked on; a redirect may follow a
        // success.
        case 300..<400, 408, 409: return .unknown(why: why)
        case 400..<500: return .refused(why: why)
        default: return .unknown(why: why)
        }
    }

    /// The status and, where the body is JSON and says something, its words: `422 (Validation failed: …)`.
    static func said(_ response: Response) -> String {
        let body = response.jsonText.flatMap { JSON(parsing: $0) }
        let words = [body?["error"]?.text, body?["error_description"]?.text, body?["message"]?.text]
            .compactMap { $0.map(tidied) }.filter { !$0.isEmpty }
        return words.isEmpty ? "\(response.status)" : "\(response.status) (\(words.joined(separator: ": ")))"
    }

    /// An address that an answer gives and that is shown to people: https or http, in visible ASCII; nil for anything else.
    static func address(_ text: String?) -> String? {
        guard let text, text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.count <= 2_000,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return text
    }

    /// One line of at most 200 characters without control characters.
    private static func tidied(_ text: String) -> String {
        let visible = text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: " "
            default: String(scalar)
            }
        }.joined()
        let words = visible.split(separator: " ").joined(separator: " ")
        return words.count > 200 ? words.prefix(199) + "…" : words
    }
}
