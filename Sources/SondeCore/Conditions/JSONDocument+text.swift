/// How JSON values are written for comparisons.
extension JSONDocument {
    func rawText(of index: Int) -> String {
        String(decoding: bytes(of: index), as: UTF8.self)
    }

    /// A number: whole ones exactly, others as the nearest double.
    func number(at index: Int) -> ConditionValue {
        let bytes = bytes(of: index)
        guard bytes.count <= longestNumber else { return .unknown("number too long") }
        let text = String(decoding: bytes, as: UTF8.self)
        if let whole = Int64(text) { return .integer(whole) }
        return Double(decimal: text).map { .number($0) } ?? .unknown("number too large")
    }

    /// A string without its escapes; what is not UTF-8 or half a surrogate pair becomes U+FFFD.
    func string(at index: Int) -> String {
        nodes[index].hasEscapes ? unescaped(bytes(of: index)) : rawText(of: index)
    }

    /// A value as JSON without white space, keys in alphabetical order as Gatus has them.
    ///
    /// It keeps what is still to be written in a list instead of recursing, so that no depth of nesting is too much.
    func minified(_ index: Int) -> String {
        var text = ""
        var pending = [Piece.value(index)]
        while let piece = pending.popLast() {
            switch piece {
            case .text(let written): text += written
            case .value(let index): write(index, to: &text, pending: &pending)
            }
        }
        return text
    }

    /// What is still to be written; the next is the last.
    private enum Piece {
        case text(String)
        case value(Int)
    }

    private func bytes(of index: Int) -> ArraySlice<UInt8> {
        bytes[Int(nodes[index].start)..<Int(nodes[index].end)]
    }

    private func write(_ index: Int, to text: inout String, pending: inout [Piece]) {
        switch nodes[index].kind {
        case .null, .bool: text += rawText(of: index)
        case .number:
            if case .unknown = number(at: index) { text += rawText(of: index) } else { text += number(at: index).text }
        case .string: text += quoted(string(at: index))
        case .array:
            text += "["
            pending.append(.text("]"))
            for (position, element) in elements(of: index).enumerated().reversed() {
                pending.append(.value(element))
                if position > 0 { pending.append(.text(",")) }
            }
        case .object:
            text += "{"
            pending.append(.text("}"))
            for (position, member) in members(of: index).enumerated().reversed() {
                pending.append(.value(member.value))
                pending.append(.text((position > 0 ? "," : "") + quoted(member.key) + ":"))
            }
        }
    }

    private func elements(of array: Int) -> [Int] {
        var elements: [Int] = []
        var element = array + 1
        for _ in 0..<nodes[array].count {
            elements.append(element)
            element = Int(nodes[element].next)
        }
        return elements
    }

    private func members(of object: Int) -> [(key: String, value: Int)] {
        var members: [(key: String, value: Int)] = []
        var key = object + 1
        for _ in 0..<nodes[object].count {
            members.append((string(at: key), key + 1))
            key = Int(nodes[key + 1].next)
        }
        return members.sorted { $0.key < $1.key }
    }
}

/// A text with the escapes that RFC 8259 demands and no others.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\0"..<" ":
            let hex = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// Resolves the escapes of a string that the scanner has found to be well formed.
private func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
            result.append(byte)
            continue
        }
        switch escape {
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            var units = [codeUnit(&rest)]
            // A run of \u escapes is decoded as one text, so that surrogate pairs come together.
            while rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
                rest = rest.dropFirst(2)
                units.append(codeUnit(&rest))
            }
            result += String(decoding: units, as: UTF16.self).utf8
        default: result.append(escape)
        }
    }
    return String(decoding: result, as: UTF8.self)
}

private func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
        guard let byte = rest.popFirst(), let digit = hexDigit(byte) else { return 0xFFFD }
        value = value << 4 | digit
    }
    return value
}
