/// Why the variables of a text cannot be filled in. It names the variable, never a value.
struct VariableFault: Error {
    let sentence: String
}

extension ConfigurationVariables {
    /// The text with `${NAME}` and `${NAME:-default}` filled in and `$$` turned into a dollar; any other dollar stays.
    ///
    /// The default is used when the variable is missing or empty, as in a shell; it may hold variables itself.
    func expand(_ text: String) throws(VariableFault) -> String {
        guard text.utf8.contains(dollar) else { return text }
        return String(decoding: try expand(ArraySlice(text.utf8)), as: UTF8.self)
    }

    private func expand(_ bytes: ArraySlice<UInt8>) throws(VariableFault) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == dollar, let next = rest.first else {
                result.append(byte)
                continue
            }
            if next == dollar {
                result.append(dollar)
                rest.removeFirst()
            } else if next == UInt8(ascii: "{") {
                rest.removeFirst()
                let end = try closingBrace(in: rest)
                result += try value(of: rest[..<end])
                rest = rest[(end + 1)...]
            } else {
                result.append(byte)
            }
        }
        return result
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

    private func value(of reference: ArraySlice<UInt8>) throws(VariableFault) -> [UInt8] {
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
            return Array(value.utf8)
        }
        if let value, !value.isEmpty { return Array(value.utf8) }
        return try expand(rest.dropFirst(2))
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
