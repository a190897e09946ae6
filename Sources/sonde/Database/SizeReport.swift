import Foundation
import SondeCore
import SondeServer

/// What a store takes, for a person or for a program.
struct SizeReport {
    let kind: String
    let place: String
    let size: StoreSize
    let maxSize: Int?

    func lines() -> [String] {
        let parts = size.parts.map { part in
            [part.name, "\(part.rows)", ByteText.of(part.bytes), Self.perRow(part)]
        }
        var lines = [TerminalText.safe("\(kind), \(place)"), ""]
        lines += AlignedTable.lines(of: [["", "rows", "size", "bytes a row"]] + parts)
        if size.isEstimated { lines.append("Rows and sizes of the parts are estimates.") }
        let cap = maxSize.map { " of \(ByteText.of($0))" } ?? ""
        lines += ["", "\(ByteText.of(size.used))\(cap) used, \(ByteText.of(size.free)) free for new rows"]
        return lines
    }

    private static func perRow(_ part: StoreSize.Part) -> String {
        bytesPerRow(part).map { ByteText.fixed($0, decimals: 1) } ?? "–"
    }

    private static func bytesPerRow(_ part: StoreSize.Part) -> Double? {
        part.rows == 0 ? nil : Double(part.bytes) / Double(part.rows)
    }

    /// An object on one line: `kind`, `place`, `used`, `free`, `max_size`, `estimated` and `parts` with `name`, `rows`,
    /// `bytes` and `bytes_per_row`.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let parts = size.parts.map {
            Encoded.Part(name: $0.name, rows: $0.rows, bytes: $0.bytes, bytesPerRow: Self.bytesPerRow($0))
        }
        let encoded = Encoded(
            kind: kind, place: place, used: size.used, free: size.free, maxSize: maxSize, estimated: size.isEstimated,
            parts: parts)
        return String(decoding: try encoder.encode(encoded), as: UTF8.self)
    }

    private struct Encoded: Encodable {
        struct Part: Encodable {
            var name: String
            var rows: Int
            var bytes: Int
            var bytesPerRow: Double?
        }

        var kind: String
        var place: String
        var used: Int
        var free: Int
        var maxSize: Int?
        var estimated: Bool
        var parts: [Part]
    }
}
