import IsolationForest
import SondeCore

/// Which columns of a file are read, and where their numbers stand in a row of the table.
struct ColumnChoice {
    /// By column of the file: its place in a row of the table; nil where it is passed over.
    let places: [Int?]
    /// By column of the table.
    let names: [String]
    /// Whether the first column is taken out again if it turns out to count the rows.
    var mayDropIndex = false
    /// A sentence on what is passed over although a person may expect it to be read.
    var note: String?

    /// All columns of a file but `label`, in its order.
    init(allOf line: FirstLine) {
        var places: [Int?] = []
        var names: [String] = []
        for (name, isLabel) in zip(line.names, line.isLabel) {
            places.append(isLabel ? nil : names.count)
            if !isLabel { names.append(name) }
        }
        (self.places, self.names) = (places, names)
    }

    /// Columns to learn from: all but an index of the rows. Their names are kept, so that each must be one of a kind.
    static func toLearn(from line: FirstLine, of file: String) throws(CommandFailure) -> ColumnChoice {
        var choice = ColumnChoice(allOf: line)
        choice.mayDropIndex = line.hasUnnamedFirst && choice.names.count > 1
        guard line.isHeader else { return choice }
        try checkUnnamed(of: line, of: file)
        do {
            try IsolationForest.validate(featureNames: choice.names, columns: choice.names.count)
        } catch {
            throw .badData("\(file):1: \(TerminalText.safe("\(error)"))")
        }
        return choice
    }

    /// A column without a name is called by its number, which no other column may be called.
    private static func checkUnnamed(of line: FirstLine, of file: String) throws(CommandFailure) {
        let named = line.names.indices.filter { !line.isUnnamed($0) }
        let columnOfName = Dictionary(named.map { (line.names[$0], $0) }) { first, _ in first }
        for column in line.names.indices where line.isUnnamed(column) {
            guard let other = columnOfName[line.names[column]] else { continue }
            throw .badData(
                "\(file):1:\(column + 1): this column has no name, and column \(other + 1) is called "
                    + "'\(column + 1)', as this one would be by its number; give it a name.")
        }
    }

    /// The columns that a model was fitted on: by their names where model and file have some, or else by their order.
    static func toScore(
        by forest: IsolationForest, from line: FirstLine, of file: String
    ) throws(CommandFailure) -> ColumnChoice {
        if let names = forest.featureNames, line.isHeader {
            return try ColumnChoice(named: names, of: line, of: file)
        }
        var choice = ColumnChoice(allOf: line)
        choice.mayDropIndex = line.hasUnnamedFirst && choice.names.count - 1 == forest.columns
        return choice
    }

    private init(named wanted: [String], of line: FirstLine, of file: String) throws(CommandFailure) {
        let placeOfName = Dictionary(zip(wanted, wanted.indices)) { first, _ in first }
        var found: [Int: Int] = [:]
        var ignored: [String] = []
        var places = [Int?](repeating: nil, count: line.names.count)
        for (column, name) in line.names.enumerated() {
            guard let place = placeOfName[name] else {
                if !line.isLabel[column] { ignored.append(line.description(of: column)) }
                continue
            }
            if let first = found.updateValue(column, forKey: place) {
                throw .badData(
                    "\(file):1:\(column + 1): column \(first + 1) is called '\(NameList.quoted(name))', too, and only "
                        + "one of them can be meant; rename or remove the other.")
            }
            places[column] = place
        }
        let missing = wanted.indices.filter { found[$0] == nil }.map { "'\(NameList.quoted(wanted[$0]))'" }
        guard missing.isEmpty else {
            let doubt = line.doubt(in: file).map { " \($0)" } ?? ""
            throw .badData(
                "\(file):1: the model was fitted on columns that are not in the header: \(NameList.of(missing)); add "
                    + "them, or correct the header.\(doubt)")
        }
        (self.places, names) = (places, wanted)
        guard !ignored.isEmpty else { return }
        note = "note: \(file): columns that the model was not fitted on are ignored: \(NameList.of(ignored))."
    }
}
