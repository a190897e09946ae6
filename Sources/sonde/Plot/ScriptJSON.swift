import Foundation

/// Writes JSON that can stand in an HTML `<script>`, in as few bytes as a plot needs.
struct ScriptJSON {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Text in which nothing ends a script or begins a comment or an entity: `<`, `>` and `&` are escaped, as are the
    /// line separators that JavaScript did not always allow in strings.
    mutating func text(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: #"\""#.utf8)
            case "\\": bytes.append(contentsOf: #"\\"#.utf8)
            case "<", ">", "&", "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let code = String(scalar.value, radix: 16)
                bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - code.count))\(code)".utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A number to six significant digits; null where it is nil or not finite.
    mutating func number(_ value: Double?) {
        separate()
        guard let value, value.isFinite else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        bytes.append(contentsOf: Self.compact(value).utf8)
    }

    mutating func number(_ value: Int64?) {
        separate()
        bytes.append(contentsOf: (value.map { String($0) } ?? "null").utf8)
    }

    mutating func flag(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// The name of an object's next member.
    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(contentsOf: "\"\(name)\":".utf8)
        needsComma = false
    }

    mutating func object(_ members: (inout ScriptJSON) -> Void) {
        nest("{", "}", members)
    }

    mutating func array<Element>(
        of elements: some Sequence<Element>, _ write: (inout ScriptJSON, Element) -> Void
    ) {
        nest("[", "]") { json in
            for element in elements { write(&json, element) }
        }
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout ScriptJSON) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private static func compact(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let decimals = 5 - log10(abs(value)).rounded(.down)
        // Beyond that the power of ten itself would not be exact.
        guard abs(decimals) <= 22 else { return value.description }
        let power = pow(10, abs(decimals))
        let rounded = decimals >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
        if abs(rounded) < 1e15, rounded == rounded.rounded() { return String(Int64(rounded)) }
        return rounded.description
    }
}
