import SondeCore

/// A number of bytes as the configuration writes it: `512KiB`, `2MB`, `5GB`, `100B`; KB, MB and GB are thousands.
func byteCount(configured text: String) throws(QuantityFault) -> Int {
    var rest = Substring(text).utf8
    let quantity = try QuantityText(takenFrom: &rest)
    guard let unit = byteUnits.first(where: { $0.name == quantity.unit }) else {
        throw quantity.unit.isEmpty ? .noUnit : .malformed
    }
    guard rest.isEmpty else { throw .malformed }
    guard quantity.number * Double(unit.bytes) <= 1e15 else { throw .tooLarge }
    return Int((quantity.number * Double(unit.bytes)).rounded())
}

/// How the configuration would write a number of bytes: in the largest unit of which there is a whole number.
func configuredText(ofBytes count: Int) -> String {
    let unit = byteUnits.first { count >= $0.bytes && count.isMultiple(of: $0.bytes) }
    return unit.map { "\(count / $0.bytes)\($0.name)" } ?? "\(count)B"
}

/// What to write for a number without a unit where a size in `range` is meant: `1048576B`, `for example 5GB`.
func withByteUnit(_ number: String, in range: ClosedRange<Int>) -> String {
    func isMeant(_ text: String) -> Bool { (try? byteCount(configured: text)).map(range.contains) ?? false }
    if isMeant(number + "B") { return number + "B" }
    let meant = ["GB", "MB", "KB"].map { number + $0 }.first(where: isMeant)
    return "for example \(meant ?? configuredText(ofBytes: range.lowerBound))"
}

/// From the largest to the smallest.
private let byteUnits: [(name: String, bytes: Int)] = [
    ("TiB", 1 << 40), ("TB", 1_000_000_000_000), ("GiB", 1 << 30), ("GB", 1_000_000_000), ("MiB", 1 << 20),
    ("MB", 1_000_000), ("KiB", 1 << 10), ("KB", 1_000), ("B", 1),
]
