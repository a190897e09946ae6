import ArgumentParser
import IsolationForest

/// The options of `sonde forest fit` that say how a forest is grown. Numbers may be negative, so that they are judged
/// as numbers and not as options.
struct ForestSettings: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The number of trees. (scikit-learn: n_estimators)", valueName: "number"))
    var trees = 100

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The rows that each tree is grown from: 'auto' (256, or all where there are fewer), a number, or a share "
                + "of the rows such as 0.5. (scikit-learn: max_samples) (default: auto)", valueName: "rows"),
        transform: ForestAmount.sampleSize)
    var sampleSize: IsolationForest.SampleSize = .auto

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The share of anomalies to expect among the rows, above 0 and at most 0.5; 'auto' calls a row an anomaly "
                + "from the score 0.5. (scikit-learn: contamination) (default: auto)", valueName: "share"),
        transform: ForestAmount.contamination)
    var contamination: IsolationForest.Contamination = .auto

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The columns that each tree may split on: 'all', a number, or a share of the columns such as 0.5. "
                + "(scikit-learn: max_features) (default: all)", valueName: "columns"),
        transform: ForestAmount.maxFeatures)
    var maxFeatures: IsolationForest.MaxFeatures = .all

    @Flag(help: "Draw the rows of a tree with replacement. (scikit-learn: bootstrap)")
    var bootstrap = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Split along planes that are inclined to one column more than this (0 to one below the number of columns) "
                + "in place of single columns: an extended forest.", valueName: "level"))
    var extensionLevel: Int?

    @Option(
        help: ArgumentHelp(
            "What an empty field, NaN, NA, N/A or null is: an 'error', or a missing value, which goes the way of the "
                + "'larger-child'. It holds for scoring too.", valueName: "error|larger-child"))
    var missing: ForestMissing = .error

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The same seed and the same rows give the same model. (scikit-learn: random_state)", valueName: "number"))
    var seed: UInt64 = 0

    /// Finds what is wrong whatever the data, before it is read.
    func validate() throws {
        do {
            try configuration.validate()
        } catch {
            throw ValidationError(ForestSettingFault.sentence(error, of: configuration))
        }
        if let extensionLevel, extensionLevel < 0 {
            throw ValidationError("--extension-level takes 0 or more, not \(extensionLevel).")
        }
    }

    var configuration: IsolationForest.Configuration {
        .init(
            trees: trees, sampleSize: sampleSize, contamination: contamination, maxFeatures: maxFeatures,
            bootstrap: bootstrap, extensionLevel: extensionLevel,
            missingValues: missing == .largerChild ? .largerChild : .error, seed: seed)
    }
}

/// `--missing`.
enum ForestMissing: String, ExpressibleByArgument, CaseIterable {
    case error
    case largerChild = "larger-child"
}
