/// A pattern in which `*` is any text, `?` any character, `[a-z]` or `[^a-z]` one of a set; `\` takes the next
/// character as it is.
///
/// Gatus uses Go's `path/filepath.Match` and removes every slash from both texts beforehand. Here a slash is a
/// character like any other.
struct GlobPattern: Sendable, Hashable {
    private var elements: [Element] = []
    private var sets: [ScalarSet] = []

    /// Small and without references, because matching looks at one for each byte of a body.
    private enum Element: Sendable, Hashable {
        case byte(UInt8)
        case anyText
        case anyCharacter
        case set(Int)
    }

    private struct ScalarSet: Sendable, Hashable {
        var negated: Bool
        var ranges: [ClosedRange<Unicode.Scalar>]
    }

    init(parsing pattern: String) throws(ConditionSyntaxError) {
        var rest = Substring(pattern).unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*":
                if elements.last != .anyText { elements.append(.anyText) }
            case "?": elements.append(.anyCharacter)
            case "[":
                elements.append(.set(sets.count))
                sets.append(try GlobPattern.set(&rest, of: pattern))
            case "\\":
                guard let escaped = rest.popFirst() else {
                    throw ConditionSyntaxError(#"pat(\#(pattern)) ends in a single \; write \\ for the character"#)
                }
                elements += UTF8.encode(escaped)?.map { .byte($0) } ?? []
            default: elements += UTF8.encode(scalar)?.map { .byte($0) } ?? []
            }
        }
    }

    /// What stands between the brackets: characters and ranges, after a `^` those that are not meant.
    private static func set(
        _ rest: inout Substring.UnicodeScalarView, of pattern: String
    ) throws(ConditionSyntaxError) -> ScalarSet {
        let malformed = ConditionSyntaxError(
            #"malformed [ ] in pat(\#(pattern)); write \[ for the character [ itself"#)
        var set = ScalarSet(negated: rest.first == "^", ranges: [])
        if set.negated { rest.removeFirst() }
        var isEmpty = true
        while let low = member(&rest) {
            isEmpty = false
            var high = low
            if rest.first == "-" {
                rest.removeFirst()
                guard let upper = member(&rest) else { throw malformed }
                high = upper
            }
            // A range the wrong way round holds nothing, as in Go.
            if low <= high { set.ranges.append(low...high) }
        }
        guard rest.popFirst() == "]", !isEmpty else { throw malformed }
        return set
    }

    private static func member(_ rest: inout Substring.UnicodeScalarView) -> Unicode.Scalar? {
        guard let scalar = rest.first, scalar != "]", scalar != "-" else { return nil }
        rest.removeFirst()
        return scalar == "\\" ? rest.popFirst() : scalar
    }

    /// Whether the whole text is as the pattern says. Takes at most time proportional to both lengths multiplied.
    func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8(matches)
    }

    private func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var (element, position) = (0, 0)
        // Where to go on when what followed the last `*` does not fit: one character further.
        var retry: (element: Int, position: Int)?
        while position < text.count {
            if element < elements.count {
                if elements[element] == .anyText {
                    element += 1
                    retry = (element, position)
                    continue
                }
                if let after = end(of: elements[element], in: text, at: position) {
                    (element, position) = (element + 1, after)
                    continue
                }
            }
            guard let again = retry else { return false }
            (element, position) = (again.element, again.position + scalarWidth(text, again.position))
            retry = (element, position)
        }
        return elements[element...].allSatisfy { $0 == .anyText }
    }

    /// Where the character at `position` ends when it is one that is meant; nil when it is not.
    private func end(
        of element: Element, in text: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> Int? {
        switch element {
        case .byte(let byte): return text[position] == byte ? position + 1 : nil
        case .anyCharacter: return position + scalarWidth(text, position)
        case .set(let index):
            let width = scalarWidth(text, position)
            let character = String(decoding: text[position..<position + width], as: UTF8.self)
            guard let scalar = character.unicodeScalars.first else { return nil }
            let isMember = sets[index].ranges.contains { $0.contains(scalar) }
            return isMember != sets[index].negated ? position + width : nil
        case .anyText: return position
        }
    }
}

/// The bytes of the character that begins at `position` in a valid UTF-8 text.
private func scalarWidth(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
    switch text[position] {
    case ..<0xC0: 1
    case ..<0xE0: 2
    case ..<0xF0: 3
    default: 4
    }
}
