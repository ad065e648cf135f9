import Diagnostics

extension YAMLComplaint {
    /// libyaml's complaint in words for people who know their text but not YAML's grammar.
    func syntaxError(in source: SourceText) -> SyntaxError {
        let isQuote = context == "while scanning a quoted scalar"
        if isQuote, problem.hasPrefix("found unexpected") {
            // libyaml complains where the file ends; the quote that was forgotten stands earlier.
            return SyntaxError(.unclosedQuote, at: contextPlace, in: source)
        }
        if let found = keyWithoutSpace(in: source) {
            return SyntaxError(
                .malformed(
                    "there is no space behind the ':' of '\(found.key)'", note: nil,
                    help: "write '\(found.key): …'"),
                at: found.place, in: source)
        }
        let words = words(in: source)
        if problem == YAMLComplaint.noColon, context == YAMLComplaint.simpleKey {
            // The complaint is about the line that ought to be a key, made where the next one begins.
            return SyntaxError(
                .malformed(words.message, note: nil, help: words.help), at: contextPlace, in: source)
        }
        return SyntaxError(
            .malformed(words.message, note: note(in: source), help: words.help), at: place, in: source)
    }

    private static let noColon = "could not find expected ':'"
    private static let simpleKey = "while scanning a simple key"

    /// `link:https://…` is one text to YAML, so that libyaml complains of an innocent line below it; nil if no such thing
    /// stands where it may have gone wrong.
    private func keyWithoutSpace(in source: SourceText) -> (key: String, place: YAMLMark)? {
        let lines: [Int]
        switch problem {
        case YAMLComplaint.noColon: lines = context == YAMLComplaint.simpleKey ? [contextPlace.line] : []
        case "mapping values are not allowed in this context": lines = [place.line - 1]
        default: lines = []
        }
        for number in lines {
            guard let line = source.line(number) else { continue }
            let indent = line.prefix { $0 == " " }.count
            let key = line.dropFirst(indent).prefix { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == "-") }
            let rest = line.dropFirst(indent + key.count)
            guard !key.isEmpty, rest.first == ":", let next = rest.dropFirst().first, next != " ",
                !rest.hasPrefix("://")
            else { continue }
            return (String(key), YAMLMark(line: number, column: indent + 1))
        }
        return nil
    }

    private func words(in source: SourceText) -> (message: String, help: String?) {
        let quoteIt = "put the text in quotes"
        switch problem {
        case "mapping values are not allowed in this context":
            return (
                "a key or ': ' is not allowed here",
                "check the indentation; \(quoteIt) if the colon belongs to it"
            )
        case "could not find expected ':'":
            return ("expected ': ' after a key", "write 'key: value', or indent the line to continue a text")
        case "did not find expected key", "did not find expected '-' indicator":
            return ("expected a key or '- ' that lines up with those above", "check the indentation")
        case "block sequence entries are not allowed in this context":
            return ("a list entry is not allowed here", "begin the list on a line of its own")
        case "found character that cannot start any token":
            guard let scalar = source.scalar(at: place) else { break }
            if scalar == "\t" { return ("a tab cannot be used for indentation", "indent with spaces") }
            return ("a text cannot begin with '\(scalar)'", quoteIt)
        case "did not find expected ',' or ']'":
            return ("expected ',' or ']'", "close the list")
        case "did not find expected ',' or '}'":
            return ("expected ',' or '}'", "close the mapping")
        case "found unknown escape character":
            return (
                "unknown escape in a double-quoted text", "write '\\\\' for a backslash, or use single quotes"
            )
        case "did not find expected node content":
            return ("expected a value", quoteIt)
        case "did not find expected <document start>":
            return ("expected the end of the document", "check the indentation")
        default: break
        }
        return (problem, nil)
    }

    private func note(in source: SourceText) -> String? {
        guard let context, contextPlace.line != place.line else { return nil }
        let start = "at \(source.file):\(contextPlace.line):\(contextPlace.column)"
        switch context {
        case "while parsing a flow sequence": return "the list begins \(start)"
        case "while parsing a flow mapping": return "the mapping begins \(start)"
        case "while parsing a block mapping": return "the mapping begins \(start)"
        case "while parsing a block collection": return "the list begins \(start)"
        default: return nil
        }
    }
}
