import Diagnostics

/// One value and what is needed to say where it is wrong.
///
/// Each decoding method reports at most one diagnostic and then answers nil; none of them traps.
public struct FieldValue {
    /// The value as written.
    public let node: YAMLNode
    /// How messages name it: `'priority'` or `an entry of 'topics'`.
    public let label: String
    let key: String
    let source: SourceText
    let sink: DiagnosticSink
    let syntax: FieldSyntax

    init(
        _ node: YAMLNode, key: String, label: String? = nil, source: SourceText, sink: DiagnosticSink,
        syntax: FieldSyntax
    ) {
        self.node = node
        self.key = key
        self.label = label ?? "'\(key)'"
        self.source = source
        self.sink = sink
        self.syntax = syntax
    }

    /// Where the value stands.
    public var mark: YAMLMark { node.mark }

    /// Reports an error at the value.
    public func error(_ code: String, _ message: String, notes: [String] = [], help: String? = nil) {
        report(.error, code, message, notes, help)
    }

    /// Reports an error at the value without its line: for what must not be shown.
    public func errorUnseen(_ code: String, _ message: String, help: String? = nil) {
        sink.report(Diagnostic(.error, code: code, message, at: mark.location(in: source.file), help: help))
    }

    /// Reports a warning at the value.
    public func warning(_ code: String, _ message: String, notes: [String] = [], help: String? = nil) {
        report(.warning, code, message, notes, help)
    }

    private func report(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ notes: [String], _ help: String?
    ) {
        sink.report(
            Diagnostic(
                severity, code: code, message, at: mark.location(in: source.file),
                sourceLine: source.line(mark.line), notes: notes, help: help))
    }

    /// Reports that the value is not what the field takes.
    ///
    /// - Parameter expected: with its article, such as "a duration such as 30m, 2h or 14d".
    public func refuse(expected: String, help: String? = nil) {
        error("invalid-value", "\(label) takes \(expected), not \(found)", help: help)
    }

    /// What was written, for a message: the text in quotes, shortened, or the kind of node.
    public var found: String {
        switch node.content {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let text, _):
            let short = text.prefix(40)
            return short.endIndex == text.endIndex ? "'\(text)'" : "'\(short)…'"
        }
    }

    /// The scalar's text, whatever it looks like.
    public func string() -> String? {
        guard let text = node.text else {
            refuse(expected: "one text")
            return nil
        }
        return text
    }

    /// A whole number such as `4` or `-1`; not quoted, without leading zeros.
    public func int(in range: ClosedRange<Int>? = nil) -> Int? {
        let expected = "a whole number" + (range.map { Self.words(for: $0) } ?? "")
        guard let text = number(expected) else { return nil }
        guard let value = Int(text), range?.contains(value) ?? true else {
            refuse(expected: expected)
            return nil
        }
        return value
    }

    /// A number such as `2` or `1.5`; not quoted, without exponent or leading zeros.
    public func decimal(in range: ClosedRange<Double>? = nil) -> Double? {
        let expected = "a number" + (range.map { " from \($0.lowerBound) to \($0.upperBound)" } ?? "")
        guard let text = number(expected) else { return nil }
        guard let value = Double(text), value.isFinite, range?.contains(value) ?? true else {
            refuse(expected: expected)
            return nil
        }
        return value
    }

    /// `true` or `false`, nothing else: whether `no` is a text or a truth should not depend on the field's reader.
    public func bool() -> Bool? {
        guard case .scalar(let text, let style) = node.content else {
            refuse(expected: "true or false")
            return nil
        }
        switch (text, style) {
        case ("true", .plain): return true
        case ("false", .plain): return false
        default: break
        }
        let meant: String? =
            switch text.lowercased() {
            case "true", "yes", "on", "y", "1": "write true"
            case "false", "no", "off", "n", "0": "write false"
            default: nil
            }
        refuse(expected: "true or false", help: meant.map { style == .plain ? $0 : $0 + " without quotes" })
        return nil
    }

    /// One of a few words; a near miss is answered with the nearest.
    public func choice(among words: [String]) -> String? {
        let list = words.map { "'\($0)'" }
        let expected =
            list.count < 2
            ? list.joined() : list.dropLast().joined(separator: ", ") + " or \(list[list.count - 1])"
        guard let text = node.text else {
            refuse(expected: expected)
            return nil
        }
        if words.contains(text) { return text }
        refuse(expected: expected, help: Self.didYouMean(text, among: words))
        return nil
    }

    /// One of an enumeration's raw values.
    public func choice<T>(as type: T.Type) -> T? where T: CaseIterable & RawRepresentable<String> {
        choice(among: T.allCases.map(\.rawValue)).flatMap(T.init(rawValue:))
    }

    /// A text of its own form, such as a duration; `parse` answers nil when it does not have that form.
    ///
    /// - Parameter expected: with its article, such as "a duration such as 30m, 2h or 14d".
    public func custom<T>(expected: String, help: String? = nil, _ parse: (String) -> T?) -> T? {
        guard let text = node.text, let value = parse(text) else {
            refuse(expected: expected, help: help)
            return nil
        }
        return value
    }

    /// The items of a list; a single scalar or mapping counts as a list of one.
    public func list() -> [FieldValue] {
        let nodes: [YAMLNode]
        switch node.content {
        case .sequence(let items): nodes = items
        case .mapping: nodes = [node]
        case .scalar(let text, .plain):
            guard let separator = syntax.listSeparator else { return [self] }
            nodes = text.split(separator: separator).compactMap { part in
                let text = part.trimmingSpaces()
                return text.isEmpty ? nil : YAMLNode(.scalar(text: text, style: .plain), at: mark)
            }
        case .scalar: return [self]
        }
        let label = "an entry of '\(key)'"
        return nodes.compactMap {
            FieldValue($0, key: key, label: label, source: source, sink: sink, syntax: syntax).unlessNothing()
        }
    }

    /// The texts of a list; a single text counts as a list of one. Items that are no texts are reported and left out.
    public func strings() -> [String]? {
        if case .mapping = node.content {
            refuse(expected: "one text or a list of texts")
            return nil
        }
        return list().compactMap { $0.string() }
    }

    /// A reader of the mapping's keys.
    public func mapping() -> FieldReader? {
        guard case .mapping = node.content else {
            refuse(expected: "a mapping (lines of 'key: value')")
            return nil
        }
        return FieldReader(self)
    }

    /// The entries of a mapping whose keys are names that the user chose.
    public func entries() -> [NamedField]? {
        guard let entries = node.entries else {
            refuse(expected: "a mapping (lines of 'name: value')")
            return nil
        }
        return entries.compactMap { entry in
            let value = FieldValue(entry.value, key: entry.key, source: source, sink: sink, syntax: syntax)
            return value.unlessNothing(at: entry.keyMark).map {
                NamedField(name: entry.key, nameMark: entry.keyMark, value: $0)
            }
        }
    }

    /// Nil if the value says "nothing", after reporting that where it is refused.
    func unlessNothing(at keyMark: YAMLMark? = nil) -> FieldValue? {
        guard case .scalar(let text, .plain) = node.content else { return self }
        switch syntax.nothing {
        case .isText: return self
        case .isAbsent: return text == "null" ? nil : self
        case .isRefused:
            guard ["", "~", "null", "Null", "NULL"].contains(text) else { return self }
            let help =
                text.isEmpty
                ? "give it a value or remove it" : "remove it, or put '\(text)' in quotes if it is a text"
            let place = text.isEmpty ? keyMark ?? mark : mark
            sink.report(
                Diagnostic(
                    .error, code: "empty-value", "\(label) is empty", at: place.location(in: source.file),
                    sourceLine: source.line(place.line), help: help))
            return nil
        }
    }

    private func number(_ expected: String) -> String? {
        guard case .scalar(let text, let style) = node.content, style == .plain, Self.isNumber(text) else {
            let isQuoted = node.text.map(Self.isNumber) ?? false
            refuse(expected: expected, help: isQuoted ? "remove the quotes" : nil)
            return nil
        }
        return text
    }

    /// An optional minus, digits without leading zeros, and at most one fraction.
    private static func isNumber(_ text: String) -> Bool {
        let parts = (text.hasPrefix("-") ? text.dropFirst() : text[...]).utf8.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2 else { return false }
        return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
            && (whole.count == 1 || whole.first != UInt8(ascii: "0"))
    }

    private static func words(for range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (Int.min, Int.max): ""
        case (let low, Int.max): " of at least \(low)"
        case (Int.min, let high): " of at most \(high)"
        case (let low, let high): " from \(low) to \(high)"
        }
    }

    static func didYouMean(_ word: String, among words: [String]) -> String? {
        NearestWord.suggest(word, among: words).map { "did you mean '\($0)'?" }
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        var part = self
        while let first = part.first, first == " " || first == "\t" { part.removeFirst() }
        while let last = part.last, last == " " || last == "\t" { part.removeLast() }
        return String(part)
    }
}
