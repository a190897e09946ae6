/// A `.env` file: `NAME=value` lines, comments, `export`, quotes.
///
/// Single quotes take everything as it stands. Double quotes know `\n`, `\r`, `\t`, `\"`, `\\` and `\$`. Quoted text
/// may go over several lines. Nothing is expanded, and when a name is set twice the later line wins.
struct EnvironmentFile {
    let name: String
    private(set) var variables: [String: Variable] = [:]
    private(set) var problems: [ConfigurationProblem] = []
    private var bytes: ArraySlice<UInt8>
    private var line = 1

    struct Variable: Equatable {
        var value: String
        var line: Int
    }

    init(_ text: String, name: String) {
        self.name = name
        bytes = ArraySlice(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        while !bytes.isEmpty { readLine() }
    }

    private mutating func readLine() {
        let start = line
        skipBlanks()
        guard let first = bytes.first, first != newline, first != UInt8(ascii: "#") else { return skipLine() }
        guard let name = readName() else {
            problems.append(fault(start, "this line is not NAME=value; begin a comment with '#'."))
            return skipLine()
        }
        guard let value = readValue(start) else { return skipLine() }
        variables[name] = Variable(value: value, line: start)
        skipLine()
    }

    /// The name and its `=`; nil when the line has no such beginning.
    private mutating func readName() -> String? {
        let end = bytes.firstIndex { $0 == UInt8(ascii: "=") || $0 == newline } ?? bytes.endIndex
        guard end < bytes.endIndex, bytes[end] == UInt8(ascii: "=") else { return nil }
        var words = bytes[..<end].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if words.count == 2, words[0].elementsEqual("export".utf8) { words.removeFirst() }
        guard words.count == 1 else { return nil }
        let name = String(decoding: words[0], as: UTF8.self)
        bytes = bytes[(end + 1)...]
        return isVariableName(name) ? name : nil
    }

    private mutating func readValue(_ start: Int) -> String? {
        skipBlanks()
        guard let quote = bytes.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            return readBareValue()
        }
        bytes.removeFirst()
        guard let value = readQuotedValue(quote) else {
            problems.append(fault(start, "the quote that begins in this line is not closed."))
            return nil
        }
        skipBlanks()
        if let next = bytes.first, next != newline, next != UInt8(ascii: "#") {
            problems.append(fault(line, "text follows the closing quote; put the whole value in quotes."))
            return nil
        }
        return value
    }

    /// Up to the end of the line or to a `#` after a blank.
    private mutating func readBareValue() -> String {
        var value: [UInt8] = []
        while let byte = bytes.first, byte != newline {
            if byte == UInt8(ascii: "#"), value.last.map(isBlank) ?? true { break }
            value.append(byte)
            bytes.removeFirst()
        }
        while let last = value.last, isBlank(last) { value.removeLast() }
        return String(decoding: value, as: UTF8.self)
    }

    /// Up to the closing quote; nil when there is none.
    private mutating func readQuotedValue(_ quote: UInt8) -> String? {
        var value: [UInt8] = []
        while let byte = bytes.popFirst() {
            if byte == quote { return String(decoding: value, as: UTF8.self) }
            if byte == newline { line += 1 }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), let next = bytes.first,
                let escaped = escapes[next]
            {
                value.append(escaped)
                bytes.removeFirst()
            } else {
                value.append(byte)
            }
        }
        return nil
    }

    private mutating func skipBlanks() {
        while let byte = bytes.first, isBlank(byte) { bytes.removeFirst() }
    }

    private mutating func skipLine() {
        while let byte = bytes.popFirst(), byte != newline {}
        line += 1
    }

    private func fault(_ line: Int, _ sentence: String) -> ConfigurationProblem {
        ConfigurationProblem(file: name, line: line, sentence: sentence)
    }
}

private let newline = UInt8(ascii: "\n")

private let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): newline, UInt8(ascii: "r"): UInt8(ascii: "\r"), UInt8(ascii: "t"): UInt8(ascii: "\t"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "$"): UInt8(ascii: "$"),
]

private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}
