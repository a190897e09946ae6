/// The known name that a misspelt one most likely means, or nil when none is close.
///
/// Close is one wrong letter in three, or the one name within the other: `TIME` means `RESPONSE_TIME`.
package func nearestName(to name: String, in known: [String]) -> String? {
    let wanted = name.uppercased()
    let ranked = known.map { (name: $0, distance: editDistance(wanted, $0.uppercased())) }
    let nearest = ranked.min { $0.distance < $1.distance }
    if let nearest, nearest.distance <= max(wanted.count, nearest.name.count) / 3 { return nearest.name }
    guard wanted.count >= 3 else { return nil }
    return ranked.sorted { $0.distance < $1.distance }.first { candidate in
        let upper = candidate.name.uppercased()
        return upper.hasPrefix(wanted) || upper.hasSuffix(wanted) || wanted.hasPrefix(upper)
    }?.name
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) between two texts.
private func editDistance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
            row.append(best)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
