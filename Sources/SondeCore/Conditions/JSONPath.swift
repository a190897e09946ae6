/// The way to a value inside a JSON text: `user.name`, `data[0].id`, `[0][1]`, `["a.b"].c`.
struct JSONPath: Sendable, Hashable {
    var steps: [Step]

    enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    init(steps: [Step]) {
        self.steps = steps
    }

    /// Reads what stands after `[BODY]`; empty is the whole body.
    init(parsing text: Substring) throws(ConditionSyntaxError) {
        var steps: [Step] = []
        var rest = text
        while let first = rest.first {
            switch first {
            case "[":
                let (step, after) = try JSONPath.bracket(in: rest, of: text)
                steps.append(step)
                rest = after
            case ".":
                let key = rest.dropFirst().prefix { $0 != "." && $0 != "[" }
                guard !key.isEmpty else {
                    throw ConditionSyntaxError("empty key in the path \(text) of [BODY]; write a name after each dot")
                }
                guard !key.contains("]") else {
                    throw ConditionSyntaxError("unexpected ] in the path \(text) of [BODY]")
                }
                steps.append(.key(String(key)))
                rest = rest[key.endIndex...]
            default:
                let begun = text[..<rest.startIndex]
                throw ConditionSyntaxError("missing dot in the path \(text) of [BODY]; write [BODY]\(begun).\(rest)")
            }
        }
        self.steps = steps
    }

    /// `[3]`, or a quoted key, which may hold dots and brackets.
    private static func bracket(
        in rest: Substring, of path: Substring
    ) throws(ConditionSyntaxError) -> (Step, Substring) {
        let inside = rest.dropFirst()
        if let quote = inside.first, quote == "\"" || quote == "'" {
            let key = inside.dropFirst().prefix { $0 != quote }
            let after = inside[key.endIndex...].dropFirst()
            guard after.first == "]" else {
                throw ConditionSyntaxError("missing \(quote)] in the path \(path) of [BODY]")
            }
            return (.key(String(key)), after.dropFirst())
        }
        guard let end = inside.firstIndex(of: "]") else {
            throw ConditionSyntaxError("missing ] in the path \(path) of [BODY]")
        }
        let index = inside[..<end]
        guard index.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(index) else {
            throw ConditionSyntaxError(
                "[\(index)] in the path \(path) of [BODY] is not an index; write a number from 0 or a quoted key")
        }
        return (.index(number), inside[end...].dropFirst())
    }
}
