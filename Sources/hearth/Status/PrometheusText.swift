/// Numbers of one name, for Prometheus.
struct MetricFamily: Hashable {
    /// One number and what it is about.
    struct Sample: Hashable {
        let labels: [Label]
        let value: Int
    }
    struct Label: Hashable {
        let name: String
        let value: String
    }

    /// In letters, digits and `_`, ending with its unit.
    let name: String
    let help: String
    var samples: [Sample] = []

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    /// The number, if it is known.
    mutating func add(_ value: Int?, _ labels: (String, String)...) {
        guard let value else { return }
        samples.append(Sample(labels: labels.map { Label(name: $0.0, value: $0.1) }, value: value))
    }
}

/// The text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), all gauges.
enum PrometheusText {
    /// Families without numbers are left out.
    static func render(_ families: [MetricFamily]) -> String {
        families.filter { !$0.samples.isEmpty }.map { family in
            let head = "# HELP \(family.name) \(escaped(family.help))\n# TYPE \(family.name) gauge\n"
            return head
                + family.samples.map { sample in
                    let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quote: true))\"" }
                    let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
                    return "\(family.name)\(list) \(sample.value)\n"
                }.joined()
        }.joined()
    }

    /// Backslash and line feed are escaped, in labels the quotation mark too.
    private static func escaped(_ text: String, quote: Bool = false) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\"" where quote: out += "\\\""
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
