import Diagnostics

/// Reads the fields of one mapping, collecting every error on the way.
///
///     let fields = FieldReader(node, in: source, reporting: sink)
///     let priority = fields?.int("priority", in: 1...5) ?? 3
///     fields?.finish()
///
/// Each method answers nil for a key that is absent or wrong; wrong ones are reported to the sink. Asking for a
/// key makes it known: ``finish()`` reports the others as unknown. A reference, so that readers can hand it on.
public final class FieldReader {
    /// Every key that was asked for, in the order of the questions.
    private var known: [String] = []
    private let entries: [String: YAMLNode.Entry]
    private let whole: FieldValue
    /// Keys whose empty value was reported; asking again does not report it again.
    private var reportedEmpty: Set<String> = []

    /// A reader of a document's root; nil, after reporting, if the root is no mapping.
    public init?(
        _ node: YAMLNode, in source: SourceText, reporting sink: DiagnosticSink, syntax: FieldSyntax = .yaml
    ) {
        whole = FieldValue(
            node, key: "", label: syntax == .json ? "the line" : "the file", source: source, sink: sink,
            syntax: syntax)
        guard let list = node.entries else {
            entries = [:]
            whole.refuse(
                expected: syntax == .json
                    ? "an object such as {\"kind\": \"curated\"}" : "a mapping (lines of 'key: value')")
            return nil
        }
        entries = Self.byKey(list)
    }

    init(_ value: FieldValue) {
        whole = value
        entries = Self.byKey(value.node.entries ?? [])
    }

    /// Where the findings go.
    public var sink: DiagnosticSink { whole.sink }

    /// Where the mapping stands.
    public var mark: YAMLMark { whole.mark }

    /// True if the file has the key, whatever its value; the key becomes known.
    public func has(_ key: String) -> Bool {
        know(key)
        return entries[key] != nil
    }

    /// The key's value for a reader of its own, nil if absent or empty (the latter is reported once).
    public func value(_ key: String) -> FieldValue? {
        know(key)
        guard let entry = entries[key], !reportedEmpty.contains(key) else { return nil }
        let value = FieldValue(
            entry.value, key: key, source: whole.source, sink: whole.sink, syntax: whole.syntax)
        let something = value.unlessNothing(at: entry.keyMark)
        if something == nil { reportedEmpty.insert(key) }
        return something
    }

    /// A text.
    public func string(_ key: String) -> String? { value(key)?.string() }

    /// A whole number.
    public func int(_ key: String, in range: ClosedRange<Int>? = nil) -> Int? { value(key)?.int(in: range) }

    /// A number with or without a fraction.
    public func decimal(_ key: String, in range: ClosedRange<Double>? = nil) -> Double? {
        value(key)?.decimal(in: range)
    }

    /// `true` or `false`.
    public func bool(_ key: String) -> Bool? { value(key)?.bool() }

    /// A text or a list of texts.
    public func strings(_ key: String) -> [String]? { value(key)?.strings() }

    /// One of a few words.
    public func choice(_ key: String, among words: [String]) -> String? { value(key)?.choice(among: words) }

    /// One of an enumeration's raw values.
    public func choice<T>(_ key: String, as type: T.Type) -> T?
    where T: CaseIterable & RawRepresentable<String> {
        value(key)?.choice(as: type)
    }

    /// A text of its own form; see ``FieldValue/custom(expected:help:_:)``.
    public func custom<T>(
        _ key: String, expected: String, help: String? = nil, _ parse: (String) -> T?
    ) -> T? {
        value(key)?.custom(expected: expected, help: help, parse)
    }

    /// One text of its own form or a list of them; wrong ones are reported and left out.
    public func customs<T>(
        _ key: String, expected: String, help: String? = nil, _ parse: (String) -> T?
    ) -> [T]? {
        value(key)?.list().compactMap { $0.custom(expected: expected, help: help, parse) }
    }

    /// A nested mapping; its reader needs a ``finish()`` of its own.
    public func mapping(_ key: String) -> FieldReader? { value(key)?.mapping() }

    /// A nested mapping, read by `read` and finished thereafter.
    public func mapping<T>(_ key: String, _ read: (FieldReader) -> T?) -> T? {
        guard let fields = mapping(key) else { return nil }
        defer { fields.finish() }
        return read(fields)
    }

    /// A list of mappings (or one); each needs a ``finish()``. Items that are no mappings are reported and left out.
    public func each(_ key: String) -> [FieldReader]? { value(key)?.list().compactMap { $0.mapping() } }

    /// A list of mappings (or one), each read by `read` and finished thereafter; items read as nil are left out.
    public func each<T>(_ key: String, _ read: (FieldReader) -> T?) -> [T]? {
        each(key)?.compactMap { fields in
            defer { fields.finish() }
            return read(fields)
        }
    }

    /// The entries of a mapping whose keys are names that the user chose.
    public func named(_ key: String) -> [NamedField]? { value(key)?.entries() }

    /// Makes keys known that are read elsewhere or not at all.
    public func allow(_ keys: String...) { keys.forEach(know) }

    /// Reports each key that the mapping lacks; the keys become known. True if all are there.
    @discardableResult
    public func require(_ keys: String..., help: String? = nil) -> Bool {
        var complete = true
        for key in keys where !has(key) {
            complete = false
            error("missing-key", "the key '\(key)' is missing", help: help)
        }
        return complete
    }

    /// Reports an error at a key's value, or at the mapping when the key is absent or none is named.
    public func error(
        _ code: String, _ message: String, at key: String? = nil, notes: [String] = [], help: String? = nil
    ) {
        place(key).error(code, message, notes: notes, help: help)
    }

    /// Reports a warning at a key's value, or at the mapping when the key is absent or none is named.
    public func warning(
        _ code: String, _ message: String, at key: String? = nil, notes: [String] = [], help: String? = nil
    ) {
        place(key).warning(code, message, notes: notes, help: help)
    }

    /// Reports every key that was never asked for, with the nearest known one, or all of them when none is near.
    public func finish() {
        for entry in whole.node.entries ?? [] where !known.contains(entry.key) {
            let list = known.isEmpty ? nil : "known here: " + known.joined(separator: ", ")
            sink.report(
                Diagnostic(
                    .error, code: "unknown-key", "unknown key '\(entry.key)'",
                    at: entry.keyMark.location(in: whole.source.file),
                    sourceLine: whole.source.line(entry.keyMark.line),
                    help: FieldValue.didYouMean(entry.key, among: known) ?? list))
        }
    }

    private func know(_ key: String) {
        if !known.contains(key) { known.append(key) }
    }

    private func place(_ key: String?) -> FieldValue {
        guard let key, let entry = entries[key] else { return whole.start }
        return FieldValue(entry.value, key: key, source: whole.source, sink: whole.sink, syntax: whole.syntax)
    }

    private static func byKey(_ entries: [YAMLNode.Entry]) -> [String: YAMLNode.Entry] {
        Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

extension FieldValue {
    /// The same value, marked at its first character only: for what concerns a mapping as a whole.
    fileprivate var start: FieldValue {
        let place = YAMLMark(line: mark.line, column: mark.column)
        return FieldValue(
            YAMLNode(node.content, at: place), key: key, label: label, source: source, sink: sink,
            syntax: syntax)
    }
}
