/// Why a forest could not be fitted or asked. Rows and columns are counted from 1.
public enum IsolationForestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There are no values to make a matrix of.
    case emptyMatrix
    /// A matrix was said to have fewer than 1 or more than `FeatureMatrix.columnLimit` columns.
    case columnsOutOfRange(Int)
    /// The values do not fill whole rows.
    case unevenValues(count: Int, columns: Int)
    /// A row is longer or shorter than the first one.
    case rowLength(row: Int, expected: Int, found: Int)
    /// A value is NaN.
    case notANumber(row: Int, column: Int)
    /// A value is infinite, or a Double too large for a Float.
    case infinite(row: Int, column: Int)
    /// The configuration asks for no tree or for more than `Configuration.treeLimit`.
    case treesOutOfRange(Int)
    /// The sample of a tree is below 1, above the number of rows or above what a tree can hold.
    case sampleSizeOutOfRange(Int, rows: Int)
    /// The sample is a share of the rows that is not above 0 and at most 1.
    case sampleFractionOutOfRange(Double)
    /// The contamination is not above 0 and at most 0.5.
    case contaminationOutOfRange(Double)
    /// A tree may split on fewer than 1 or on more than all features.
    case maxFeaturesOutOfRange(Int, columns: Int)
    /// The features of a tree are a share of the columns that is not above 0 and at most 1.
    case maxFeaturesFractionOutOfRange(Double)
    /// The extension level is below 0 or not below the number of features of a tree.
    case extensionLevelOutOfRange(Int, features: Int)
    /// Trees, sample size and extension level together ask for more than `Configuration.memoryLimit`.
    case forestTooLarge(bytes: Int)
    /// There is not one name for each column.
    case featureNameCount(Int, columns: Int)
    /// The name of a feature is empty or longer than `IsolationForest.featureNameLimit`.
    case unusableFeatureName(String)
    /// Two features have the same name.
    case duplicateFeatureName(String)
    /// The forest was asked for a score before it was fitted.
    case notFitted
    /// The bytes to decode do not begin as a saved forest does.
    case notAForest
    /// The saved forest is of a version of the format that this version of the library does not know.
    case newerFormat(Int)
    /// The saved forest is cut off; nil where even its length is.
    case truncatedFile(expected: Int?, found: Int)
    /// The saved forest is not what was saved; says in words what is wrong.
    case damagedFile(String)
    /// The rows to score have another number of columns than those that the forest was fitted on.
    case columnMismatch(expected: Int, found: Int)

    public var description: String {
        switch self {
        case .emptyMatrix:
            "The matrix is empty; give it at least one row with one column."
        case .columnsOutOfRange(let columns):
            "A matrix has 1 to \(FeatureMatrix.columnLimit) columns, not \(columns)."
        case .unevenValues(let count, let columns):
            "\(count) values do not fill whole rows of \(columns) columns."
        case .rowLength(let row, let expected, let found):
            "Row \(row) has \(found) values where the first row has \(expected)."
        case .notANumber(let row, let column):
            "Row \(row), column \(column) is not a number; remove the row or fill in a value."
        case .infinite(let row, let column):
            "Row \(row), column \(column) is infinite or too large for a Float; remove the row or limit the value."
        case .treesOutOfRange(let trees):
            "A forest has 1 to \(IsolationForest.Configuration.treeLimit) trees, not \(trees)."
        case .sampleSizeOutOfRange(let size, let rows):
            "The sample size \(size) is not between 1 and \(min(rows, IsolationForest.Configuration.sampleSizeLimit)), "
                + "the most for \(rows) rows."
        case .sampleFractionOutOfRange(let fraction):
            "The sample size \(fraction) is not a share of the rows; it must be above 0 and at most 1."
        case .contaminationOutOfRange(let fraction):
            "The contamination \(fraction) is not above 0 and at most 0.5, the share of anomalies to expect."
        case .maxFeaturesOutOfRange(let count, let columns):
            "A tree may split on 1 to \(columns) features, all columns of the matrix, not on \(count)."
        case .maxFeaturesFractionOutOfRange(let fraction):
            "The maximum of features \(fraction) is not a share of the columns; it must be above 0 and at most 1."
        case .extensionLevelOutOfRange(let level, let features):
            "The extension level \(level) is not between 0 and \(features - 1), the most for \(features) features."
        case .forestTooLarge(let bytes):
            "The forest would take \(bytes >> 20) MiB, the most is \(IsolationForest.Configuration.memoryLimit >> 20); "
                + "ask for fewer trees, smaller samples or a lower extension level."
        case .featureNameCount(let count, let columns):
            "There are \(count) names for \(columns) columns; give each column one."
        case .unusableFeatureName(let name):
            "A feature cannot be called '\(name.prefix(40))\(name.count > 40 ? "…" : "")'; a name has 1 to "
                + "\(IsolationForest.featureNameLimit) bytes."
        case .duplicateFeatureName(let name):
            "Two features are called '\(name.prefix(40))\(name.count > 40 ? "…" : "")'; give each a name of its own."
        case .notFitted:
            "The forest is not fitted yet; call fit before asking for scores."
        case .notAForest:
            "This is not a saved forest; it does not begin with SONDEIF."
        case .newerFormat(let version):
            "The forest was saved in version \(version) of the format, this program reads up to \(FileFormat.version); "
                + "use a newer one."
        case .truncatedFile(let expected, let found):
            "The saved forest is cut off: \(found) bytes are there"
                + (expected.map { " of \($0)" } ?? "") + "; copy it again, or fit the forest again."
        case .damagedFile(let fault):
            "The saved forest is damaged: \(fault); copy it again, or fit the forest again."
        case .columnMismatch(let expected, let found):
            "The forest was fitted on \(expected) columns, but the rows to score have \(found)."
        }
    }
}
