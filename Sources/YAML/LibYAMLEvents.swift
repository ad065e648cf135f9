import CLibYAML

/// One event of libyaml as a Swift value.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias
        case scalar(String, YAMLNode.ScalarStyle)
        case sequenceStart(isFlow: Bool), sequenceEnd
        case mappingStart(isFlow: Bool), mappingEnd
    }

    var kind: Kind
    var hasAnchor = false
    var hasTag = false
    var mark: YAMLMark
}

/// What libyaml says when it cannot go on.
struct YAMLComplaint: Error {
    var problem: String
    var place: YAMLMark
    var context: String?
    var contextPlace: YAMLMark
}

/// Pulls events out of libyaml.
///
/// `yaml_parser_t` holds a pointer to itself, so it lives on the heap and never moves.
/// The bytes given to `init` must outlive the object.
final class LibYAMLEvents {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let firstLine: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int) {
        self.firstLine = firstLine
        parser = .allocate(capacity: 1)
        // Fails only when no memory is left, which ends a Swift program anyway.
        precondition(yaml_parser_initialize(parser) == 1, "out of memory")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    func next() throws(YAMLComplaint) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw complaint() }
        defer { yaml_event_delete(&event) }
        let mark = mark(event.start_mark, event.end_mark)
        switch event.type {
        case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, mark: mark)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, mark: mark)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, mark: mark)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias, mark: mark)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let kind = YAMLEvent.Kind.scalar(String(decoding: bytes, as: UTF8.self), style(scalar.style))
            return YAMLEvent(
                kind: kind, hasAnchor: scalar.anchor != nil, hasTag: scalar.tag != nil, mark: mark)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(
                kind: .sequenceStart(isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE),
                hasAnchor: start.anchor != nil, hasTag: start.tag != nil, mark: mark)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(
                kind: .mappingStart(isFlow: start.style == YAML_FLOW_MAPPING_STYLE),
                hasAnchor: start.anchor != nil, hasTag: start.tag != nil, mark: mark)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, mark: mark)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, mark: mark)
        default: return YAMLEvent(kind: .streamEnd, mark: mark)
        }
    }

    private func complaint() -> YAMLComplaint {
        let state = parser.pointee
        return YAMLComplaint(
            problem: state.problem.map { String(cString: $0) } ?? "unreadable",
            place: mark(state.problem_mark, state.problem_mark),
            context: state.context.map { String(cString: $0) },
            contextPlace: mark(state.context_mark, state.context_mark))
    }

    private func mark(_ start: yaml_mark_t, _ end: yaml_mark_t) -> YAMLMark {
        YAMLMark(
            line: Int(start.line) + firstLine, column: Int(start.column) + 1,
            endLine: Int(end.line) + firstLine, endColumn: Int(end.column) + 1)
    }

    private func style(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }
}
