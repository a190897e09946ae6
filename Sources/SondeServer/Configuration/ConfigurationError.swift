/// Why a configuration cannot be used: what was found in one pass, in the order of the file.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// More problems than this are only counted: nobody reads further before mending the first.
    package static let limit = 20

    /// At least one and at most `limit`.
    package let problems: [ConfigurationProblem]
    /// How many more there are.
    package let omitted: Int

    /// Sorts the problems of each file by position, drops repetitions and keeps the first `limit`.
    package init(_ problems: [ConfigurationProblem]) {
        var seen: Set<ConfigurationProblem> = []
        var files: [String: Int] = [:]
        let unique = problems.filter { problem in
            files[problem.file] = files[problem.file] ?? files.count
            return seen.insert(problem).inserted
        }
        let sorted = unique.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.file != second.file { return files[first.file] ?? 0 < files[second.file] ?? 0 }
            return first.position == second.position ? left.offset < right.offset : first.position < second.position
        }
        self.problems = sorted.prefix(Self.limit).map(\.element)
        omitted = max(0, unique.count - Self.limit)
    }

    /// One line per problem: `sonde.yaml:7:5: unknown key 'intervall'; did you mean 'interval'?`.
    package var description: String {
        var lines = problems.map(\.description)
        if omitted > 0 { lines.append("and \(omitted) more.") }
        return lines.joined(separator: "\n")
    }
}

/// One thing that is wrong: where, what, and what to write instead. It never holds a secret.
package struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// The configuration file, the `.env` file, or `environment`.
    package var file: String
    /// From 1; nil when the problem has no place in the file.
    package var line: Int?
    /// From 1, in characters; nil when only the line is known.
    package var column: Int?
    package var sentence: String

    package init(file: String, line: Int? = nil, column: Int? = nil, sentence: String) {
        self.file = file
        self.line = line
        self.column = column
        self.sentence = sentence
    }

    package var description: String { "\(place(file, line, column)): \(sentence)" }

    fileprivate var position: Position { Position(line: line ?? 0, column: column ?? 0) }
}

/// Something that is accepted, and that a person should know: usually that it has no effect.
package struct ConfigurationNote: Sendable, Hashable, CustomStringConvertible {
    package var file: String
    /// Where it was first found.
    package var line: Int?
    /// Nil unless it is in the midst of a text.
    package var column: Int?
    package var sentence: String
    /// How often it was found.
    package var count: Int

    package init(file: String, line: Int? = nil, column: Int? = nil, sentence: String, count: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.sentence = sentence
        self.count = count
    }

    /// `sonde.yaml:12: ui: ... (12 times in this file)`.
    package var description: String {
        "\(place(file, line, column)): \(sentence)" + (count > 1 ? " (\(count) times in this file.)" : "")
    }
}

/// A place in a file, from 1.
struct Position: Hashable, Comparable {
    var line: Int
    var column: Int

    static func < (lhs: Position, rhs: Position) -> Bool { (lhs.line, lhs.column) < (rhs.line, rhs.column) }
}

/// `file:line:column`, as far as it is known; terminals and editors make it a link.
private func place(_ file: String, _ line: Int?, _ column: Int?) -> String {
    [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
}
