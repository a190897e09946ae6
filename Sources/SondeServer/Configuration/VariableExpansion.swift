/// Why the variables of a text cannot be filled in. It names the variable, never a value.
struct VariableFault: Error {
    let sentence: String
}

/// A stretch of a text whose variables were filled in.
struct ExpandedPiece {
    var bytes: [UInt8]
    /// The variable that it came from; nil for what stands in the file.
    var variable: String?
}

extension ConfigurationVariables {
    /// The text with `${NAME}` and `${NAME:-default}` filled in and `$$` turned into a dollar; any other dollar stays.
    ///
    /// The default is used when the variable is missing or empty, as in a shell; it may hold variables itself.
    func expand(_ text: String) throws(VariableFault) -> String {
        guard text.utf8.contains(dollar) else { return text }
        return String(decoding: try joined(ArraySlice(text.utf8)), as: UTF8.self)
    }

    /// The same in pieces, which tell what came from a variable.
    func pieces(_ text: String) throws(VariableFault) -> [ExpandedPiece] {
        try pieces(ArraySlice(text.utf8))
    }

    private func joined(_ bytes: ArraySlice<UInt8>) throws(VariableFault) -> [UInt8] {
        try pieces(bytes).flatMap(\.bytes)
    }

    private func pieces(_ bytes: ArraySlice<UInt8>) throws(VariableFault) -> [ExpandedPiece] {
        var pieces: [ExpandedPiece] = []
        var literal: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == dollar, let next = rest.first else {
                literal.append(byte)
                continue
            }
            if next == dollar {
                literal.append(dollar)
                rest.removeFirst()
            } else if next == UInt8(ascii: "{") {
                rest.removeFirst()
                let end = try closingBrace(in: rest)
                pieces.append(ExpandedPiece(bytes: literal))
                literal = []
                pieces.append(try value(of: rest[..<end]))
                rest = rest[(end + 1)...]
            } else {
                literal.append(byte)
            }
        }
        pieces.append(ExpandedPiece(bytes: literal))
        return pieces
    }

    /// Braces within a default count, so that a default may be JSON or hold a variable.
    private func closingBrace(in bytes: ArraySlice<UInt8>) throws(VariableFault) -> Int {
        var depth = 1
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "{") { depth += 1 }
            if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        throw VariableFault(sentence: "a '${' is not closed with '}'; write $${ if you mean the characters.")
    }

    private func value(of reference: ArraySlice<UInt8>) throws(VariableFault) -> ExpandedPiece {
        let nameEnd = reference.firstIndex { !isVariableName($0) } ?? reference.endIndex
        let name = String(decoding: reference[..<nameEnd], as: UTF8.self)
        let rest = reference[nameEnd...]
        guard isVariableName(name), rest.isEmpty || rest.starts(with: ":-".utf8) else {
            throw VariableFault(
                sentence:
                    "'${' begins a variable; write ${NAME} or ${NAME:-default}, or $${ if you mean the characters.")
        }
        let value = self[name]
        if rest.isEmpty {
            guard let value else {
                throw VariableFault(
                    sentence: "the environment variable \(name) is not set; set it, or write ${\(name):-default}.")
            }
            return ExpandedPiece(bytes: Array(value.utf8), variable: name)
        }
        if let value, !value.isEmpty { return ExpandedPiece(bytes: Array(value.utf8), variable: name) }
        return ExpandedPiece(bytes: try joined(rest.dropFirst(2)), variable: name)
    }
}

private let dollar = UInt8(ascii: "$")

/// Whether it is a name that a shell can set.
func isVariableName(_ name: some StringProtocol) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return name.utf8.allSatisfy(isVariableName)
}

private func isVariableName(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || byte == UInt8(ascii: "_")
}
