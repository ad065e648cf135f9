extension TerminalText {
    /// A JSON document with everything as `\uXXXX` that a terminal would obey or hide; it means the same as before.
    ///
    /// JSON itself demands that only of the controls below U+0020. The others stand nowhere but in strings.
    public static func escapedJSON(_ json: String) -> String {
        let isHarmless = { (scalar: Unicode.Scalar) in
            scalar.value < 0x7F || !isUnsafe(scalar) && !isTag(scalar)
        }
        if json.unicodeScalars.allSatisfy(isHarmless) { return json }
        var safe = ""
        for scalar in json.unicodeScalars {
            if isHarmless(scalar) {
                safe.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return safe
    }
}
