import Diagnostics

extension YAMLNode {
    /// How deep lists and mappings may be nested in YAML and JSON.
    public static let maximumDepth = 32

    /// Reads one YAML document.
    ///
    /// An empty document (nothing, only comments) is an empty mapping. Anchors, aliases, tags, merge keys, keys
    /// that are no scalars, duplicate keys, a second document, control characters and more than `limit` bytes are
    /// refused: queue files come from many hands, and 350 bytes of aliases can stand for gigabytes.
    public static func parse(
        _ source: SourceText, limit: Int = SourceText.defaultLimit
    ) throws(SyntaxError) -> YAMLNode {
        try source.checkSize(limit)
        try source.checkCharacters(refusingSeparators: true)
        var text = source.text
        let result = text.withUTF8 { bytes -> Result<YAMLNode, SyntaxError> in
            let composer = YAMLComposer(
                source: source, events: LibYAMLEvents(bytes, firstLine: source.firstLine))
            do throws(SyntaxError) {
                return .success(try composer.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Reads one YAML document that begins at `firstLine` of its file, such as a post's front matter.
    public static func parse(
        _ text: String, file: String, firstLine: Int = 1
    ) throws(SyntaxError) -> YAMLNode {
        try parse(SourceText(text, file: file, firstLine: firstLine))
    }
}

/// Makes nodes of events and refuses what does not belong into a queue or policy.
private struct YAMLComposer {
    let source: SourceText
    let events: LibYAMLEvents

    func document() throws(SyntaxError) -> YAMLNode {
        _ = try next()
        let empty = YAMLNode(.mapping([]), at: YAMLMark(line: source.firstLine, column: 1))
        let start = try next()
        guard case .documentStart = start.kind else { return empty }
        let root = try node(next(), depth: 1)
        _ = try next()
        let after = try next()
        if case .documentStart = after.kind { throw error(.secondDocument, after.mark) }
        if case .scalar(let text, .plain) = root.content, text.isEmpty { return empty }
        return root
    }

    private func node(_ event: YAMLEvent, depth: Int) throws(SyntaxError) -> YAMLNode {
        try refuseProperties(event)
        switch event.kind {
        case .scalar(let text, let style):
            if let hidden = text.unicodeScalars.first(where: SourceText.isRefused) {
                throw error(.controlCharacter(hidden), event.mark)
            }
            return YAMLNode(.scalar(text: text, style: style), at: event.mark)
        case .sequenceStart(let isFlow):
            try checkDepth(depth, event.mark)
            return try sequence(from: event.mark, isFlow: isFlow, depth: depth)
        case .mappingStart(let isFlow):
            try checkDepth(depth, event.mark)
            return try mapping(from: event.mark, isFlow: isFlow, depth: depth)
        default:
            throw error(.malformed("expected a value", note: nil, help: nil), event.mark)
        }
    }

    private func sequence(
        from start: YAMLMark, isFlow: Bool, depth: Int
    ) throws(SyntaxError) -> YAMLNode {
        var items: [YAMLNode] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind {
                let end = isFlow ? event.mark : items.last?.mark
                return YAMLNode(.sequence(items), at: span(start, end))
            }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private func mapping(
        from start: YAMLMark, isFlow: Bool, depth: Int
    ) throws(SyntaxError) -> YAMLNode {
        var entries: [YAMLNode.Entry] = []
        var seen: [String: YAMLMark] = [:]
        while true {
            let event = try next()
            if case .mappingEnd = event.kind {
                let end = isFlow ? event.mark : entries.last?.value.mark
                return YAMLNode(.mapping(entries), at: span(start, end))
            }
            let key = try key(event, seen: &seen)
            let value = try node(next(), depth: depth + 1)
            entries.append(YAMLNode.Entry(key: key, keyMark: event.mark, value: value))
        }
    }

    private func key(_ event: YAMLEvent, seen: inout [String: YAMLMark]) throws(SyntaxError) -> String {
        try refuseProperties(event)
        guard case .scalar(let text, let style) = event.kind else { throw error(.complexKey, event.mark) }
        if text.isEmpty { throw error(.emptyKey, event.mark) }
        if text == "<<", style == .plain { throw error(.mergeKey, event.mark) }
        if let hidden = text.unicodeScalars.first(where: SourceText.isRefused) {
            throw error(.controlCharacter(hidden), event.mark)
        }
        if let first = seen.updateValue(event.mark, forKey: text) {
            throw error(.duplicateKey(text, first: first), event.mark)
        }
        return text
    }

    private func refuseProperties(_ event: YAMLEvent) throws(SyntaxError) {
        // The mark of an event with properties is where the first of them begins.
        let place = YAMLMark(line: event.mark.line, column: event.mark.column)
        if case .alias = event.kind { throw error(.alias, event.mark) }
        if event.hasAnchor && event.hasTag {
            throw error(source.scalar(at: place) == "!" ? .tag : .anchor, place)
        }
        if event.hasAnchor { throw error(.anchor, place) }
        if event.hasTag { throw error(.tag, place) }
    }

    private func checkDepth(_ depth: Int, _ mark: YAMLMark) throws(SyntaxError) {
        if depth > YAMLNode.maximumDepth {
            throw error(
                .tooDeep(limit: YAMLNode.maximumDepth), YAMLMark(line: mark.line, column: mark.column))
        }
    }

    private func next() throws(SyntaxError) -> YAMLEvent {
        do throws(YAMLComplaint) {
            return try events.next()
        } catch {
            throw error.syntaxError(in: source)
        }
    }

    /// A block's end event stands wherever the next token begins, so a block ends with its last child instead.
    private func span(_ start: YAMLMark, _ end: YAMLMark?) -> YAMLMark {
        YAMLMark(
            line: start.line, column: start.column,
            endLine: end?.endLine ?? start.endLine, endColumn: end?.endColumn ?? start.endColumn)
    }

    private func error(_ problem: SyntaxError.Problem, _ mark: YAMLMark) -> SyntaxError {
        SyntaxError(problem, at: mark, in: source)
    }
}

extension SourceText {
    /// The character that a mark begins with, nil at the end of a line.
    func scalar(at mark: YAMLMark) -> Unicode.Scalar? {
        line(mark.line)?.unicodeScalars.dropFirst(mark.column - 1).first
    }
}
