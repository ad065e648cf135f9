/// Finds the word somebody probably meant.
public enum NearestWord {
    /// The candidate nearest to `word`, or nil when none is near enough to be a likely slip.
    ///
    /// Near enough is at most a third of the word's scalars, at least one, and never the whole of both words:
    /// a single letter is not a slip of another single letter. Letter case costs nothing.
    /// Of equally near candidates the first wins.
    public static func suggest(_ word: String, among candidates: [String]) -> String? {
        let written = Array(word.lowercased().unicodeScalars)
        let limit = max(1, written.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate != word {
            let known = Array(candidate.lowercased().unicodeScalars)
            // The difference in length bounds the distance from below; it also keeps hostile lengths cheap.
            guard abs(known.count - written.count) <= limit else { continue }
            let distance = distance(written, known)
            guard distance <= limit, distance < max(written.count, known.count) else { continue }
            if distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
    /// (optimal string alignment: no part is edited twice).
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
