import SondeCore
import Yams

/// What every reader of one configuration shares: the file's name, the variables, and what was found so far.
final class ConfigurationContext {
    let fileName: String
    /// The folder that relative paths start from; empty means the working directory.
    let baseDirectory: String
    let variables: ConfigurationVariables
    /// The file as it is written.
    var source = ""
    private(set) var problems: [ConfigurationProblem] = []
    private var notesBySentence: [String: Int] = [:]
    private(set) var notes: [ConfigurationNote] = []
    /// The patterns of endpoints that were read, and the groups that channels name.
    var matchers: [ConfiguredMatcher] = []
    var groups: [ConfiguredGroup] = []
    private var parsedConditions: [String: Condition] = [:]
    /// Names of time zones, and whether there is such a zone: asking the system is slow.
    var timeZones: [String: Bool] = [:]
    /// What tells whether a time is past.
    let now: Timestamp
    /// Mappings that merge mappings can grow without bound; nothing that a person writes comes near this.
    private var mergesLeft = 1_000_000

    init(fileName: String, baseDirectory: String, variables: ConfigurationVariables, now: Timestamp) {
        self.now = now
        self.fileName = fileName
        self.baseDirectory = baseDirectory
        self.variables = variables
    }

    /// True when going on would only lengthen a list that nobody reads.
    var isOverwhelmed: Bool { problems.count >= 10 * ConfigurationError.limit }

    func report(_ sentence: String, at position: Position?) {
        report(
            ConfigurationProblem(
                file: fileName, line: position?.line, column: position?.column, sentence: sentence))
    }

    func report(_ problem: ConfigurationProblem) {
        problems.append(problem)
    }

    /// Notes a sentence once, however often it applies.
    func note(_ sentence: String, at position: Position?) {
        if let index = notesBySentence[sentence] {
            notes[index].count += 1
        } else {
            notesBySentence[sentence] = notes.count
            notes.append(ConfigurationNote(file: fileName, line: position?.line, sentence: sentence))
        }
    }

    /// The same with the column, of something in the midst of a text.
    func note(_ sentence: String, inColumnAt position: Position) {
        note(sentence, at: position)
        guard let index = notesBySentence[sentence], notes[index].count == 1 else { return }
        notes[index].column = position.column
    }

    /// Notes a sentence with every place that it applies to, in place of what was noted of it before.
    func note(_ sentence: String, atEach positions: [Position]) {
        let index = notesBySentence[sentence] ?? notes.count
        let note = ConfigurationNote(
            file: fileName, line: positions.first?.line, sentence: sentence, count: positions.count)
        notesBySentence[sentence] = index
        if index < notes.count { notes[index] = note } else { notes.append(note) }
    }

    /// A condition of this text. A large configuration repeats a few conditions thousands of times.
    func condition(_ text: String) throws(ConditionSyntaxError) -> Condition {
        if let condition = parsedConditions[text] { return condition }
        let condition = try Condition(parsing: text)
        parsedConditions[text] = condition
        return condition
    }

    /// Counts a merged key; false when there were too many.
    func mayMerge(_ count: Int) -> Bool {
        mergesLeft -= count
        return mergesLeft >= 0
    }

    /// A path of the configuration, joined to the configuration's folder when it is relative.
    func path(_ path: String) -> String {
        path.hasPrefix("/") ? path : joinedPath(baseDirectory, path)
    }
}

/// A path below a folder, which may be empty for the working directory.
func joinedPath(_ folder: String, _ path: String) -> String {
    folder.isEmpty || folder == "." ? path : folder.hasSuffix("/") ? folder + path : folder + "/" + path
}

extension Position {
    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }
}

extension Node {
    var position: Position { mark.map(Position.init) ?? Position(line: 1, column: 1) }

    /// Nothing written, `~` or `null`: as if the key were absent.
    var isNull: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return true
        default: return false
        }
    }
}
