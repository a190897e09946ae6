/// Checks a JSON text (RFC 8259) and notes where its values stand.
///
/// It does not recurse: a body of a million opening brackets is one more text that is not JSON.
struct JSONScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var nodes: [JSONDocument.Node] = []
    /// The arrays and objects that are still open, the innermost last.
    private var open: [Int] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func scan() throws(JSONFailure) -> [JSONDocument.Node] {
        // Nodes hold 32-bit positions.
        guard bytes.count < Int(UInt32.max) else { throw .tooLarge }
        skipSpace()
        guard position < bytes.count else { throw .empty }
        while true {
            if try beginValue() { continue }
            if try endValue() { break }
        }
        skipSpace()
        guard position == bytes.count else { throw .invalid }
        return nodes
    }

    /// Reads a value; true when it is an array or object of which only the beginning was read.
    private mutating func beginValue() throws(JSONFailure) -> Bool {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try openContainer(.object, closedBy: UInt8(ascii: "}"))
        case UInt8(ascii: "["): return try openContainer(.array, closedBy: UInt8(ascii: "]"))
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .bool)
        case UInt8(ascii: "f"): try word("false", .bool)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
        return false
    }

    /// After a value: closes what ends here and steps over a comma; true when the outermost value has ended.
    private mutating func endValue() throws(JSONFailure) -> Bool {
        while let container = open.last {
            nodes[container].count += 1
            let isObject = nodes[container].kind == .object
            skipSpace()
            let next = peek
            guard next == UInt8(ascii: ",") || next == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw .invalid
            }
            position += 1
            if next == UInt8(ascii: ",") {
                if isObject { try key() }
                return false
            }
            close(container)
            open.removeLast()
        }
        return true
    }

    private mutating func openContainer(
        _ kind: JSONDocument.Kind, closedBy end: UInt8
    ) throws(JSONFailure) -> Bool {
        let index = add(kind)
        position += 1
        skipSpace()
        if peek == end {
            position += 1
            close(index)
            return false
        }
        open.append(index)
        if kind == .object { try key() }
        return true
    }

    private mutating func key() throws(JSONFailure) {
        skipSpace()
        guard peek == UInt8(ascii: "\"") else { throw .invalid }
        try string()
        skipSpace()
        guard peek == UInt8(ascii: ":") else { throw .invalid }
        position += 1
    }

    private mutating func string() throws(JSONFailure) {
        position += 1
        let index = add(.string)
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                close(index)
                position += 1
                return
            case UInt8(ascii: "\\"):
                nodes[index].hasEscapes = true
                try escape()
            case 0..<0x20: throw .invalid
            default: position += 1
            }
        }
        throw .invalid
    }

    private mutating func escape() throws(JSONFailure) {
        position += 2
        guard position <= bytes.count else { throw .invalid }
        switch bytes[position - 1] {
        case UInt8(ascii: "u"):
            guard bytes.count - position >= 4, bytes[position..<position + 4].allSatisfy({ hexDigit($0) != nil }) else {
                throw .invalid
            }
            position += 4
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            break
        default: throw .invalid
        }
    }

    private mutating func number() throws(JSONFailure) {
        let index = add(.number)
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        close(index)
    }

    private mutating func digits() throws(JSONFailure) {
        let start = position
        while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw .invalid }
    }

    private mutating func word(_ text: StaticString, _ kind: JSONDocument.Kind) throws(JSONFailure) {
        let index = add(kind)
        let isThere = text.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard isThere else { throw .invalid }
        position += text.utf8CodeUnitCount
        close(index)
    }

    private mutating func add(_ kind: JSONDocument.Kind) -> Int {
        nodes.append(.init(kind: kind, start: UInt32(position)))
        return nodes.count - 1
    }

    private mutating func close(_ index: Int) {
        nodes[index].end = UInt32(position)
        nodes[index].next = UInt32(nodes.count)
    }

    private var peek: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}

/// The value of a hexadecimal digit.
func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte - 0x30)
    case 0x41...0x46, 0x61...0x66: UInt16((byte | 0x20) - 0x61 + 10)
    default: nil
    }
}
