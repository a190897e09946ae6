/// A number of bytes as a person reads it: `812 B`, `60.2 KB`, `5.03 GB`; KB, MB and GB are thousands.
enum ByteText {
    static func of(_ count: Int) -> String {
        var (value, unit) = (Double(count), 0)
        while value >= 999.5, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(count) B" : "\(rounded(value)) \(units[unit])"
    }

    /// Three digits.
    private static func rounded(_ value: Double) -> String {
        let decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
        return fixed(value, decimals: decimals)
    }

    /// A number with a fixed number of decimals.
    static func fixed(_ value: Double, decimals: Int) -> String {
        let power = [1, 10, 100][decimals]
        let scaled = Int((value * Double(power)).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let fraction = String(scaled % power)
        return "\(scaled / power)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    private static let units = ["B", "KB", "MB", "GB", "TB"]
}
