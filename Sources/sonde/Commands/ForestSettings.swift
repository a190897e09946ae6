import ArgumentParser
import IsolationForest

/// The options of `sonde forest fit` that say how a forest is grown.
struct ForestSettings: ParsableArguments {
    @Option(help: ArgumentHelp("The number of trees.", valueName: "number"))
    var trees = 100

    @Option(
        help: ArgumentHelp(
            "The rows that each tree is grown from: 'auto' (256, or all where there are fewer), a number, or a share "
                + "of the rows such as 0.5.", valueName: "rows"))
    var sampleSize: ForestSampleSize = .init(value: .auto)

    @Option(
        help: ArgumentHelp(
            "The share of anomalies to expect among the rows, above 0 and at most 0.5; 'auto' calls a row an anomaly "
                + "from the score 0.5.", valueName: "share"))
    var contamination: ForestContamination = .init(value: .auto)

    @Option(
        help: ArgumentHelp(
            "The columns that each tree may split on: 'all', a number, or a share of the columns such as 0.5.",
            valueName: "columns"))
    var maxFeatures: ForestMaxFeatures = .init(value: .all)

    @Flag(help: "Draw the rows of a tree with replacement.")
    var bootstrap = false

    @Option(
        help: ArgumentHelp(
            "Split along planes that are inclined to one column more than this (0 to one below the number of columns) "
                + "in place of single columns: an extended forest.", valueName: "level"))
    var extensionLevel: Int?

    @Option(
        help: ArgumentHelp(
            "What an empty field or NaN is: an 'error', or a missing value, which goes the way of the 'larger-child'. "
                + "It holds for scoring too.", valueName: "error|larger-child"))
    var missing: ForestMissing = .error

    @Option(help: ArgumentHelp("The same seed and the same rows give the same model.", valueName: "number"))
    var seed: UInt64 = 0

    /// Finds what is wrong whatever the data, before it is read.
    func validate() throws {
        if let fault = configuration.fault { throw ValidationError("\(fault)") }
    }

    var configuration: IsolationForest.Configuration {
        .init(
            trees: trees, sampleSize: sampleSize.value, contamination: contamination.value,
            maxFeatures: maxFeatures.value, bootstrap: bootstrap, extensionLevel: extensionLevel,
            missingValues: missing == .largerChild ? .largerChild : .error, seed: seed)
    }
}

extension IsolationForest.Configuration {
    fileprivate var fault: IsolationForestError? {
        guard 1...Self.treeLimit ~= trees else { return .treesOutOfRange(trees) }
        if case .fraction(let share) = contamination, !(share > 0 && share <= 0.5) {
            return .contaminationOutOfRange(share)
        }
        if case .fraction(let share) = sampleSize, !(share > 0 && share <= 1) {
            return .sampleFractionOutOfRange(share)
        }
        if case .fraction(let share) = maxFeatures, !(share > 0 && share <= 1) {
            return .maxFeaturesFractionOutOfRange(share)
        }
        return nil
    }
}

/// `--missing`.
enum ForestMissing: String, ExpressibleByArgument, CaseIterable {
    case error
    case largerChild = "larger-child"
}

/// `--sample-size`: as in scikit-learn, a whole number counts rows and any other number is a share of them.
struct ForestSampleSize: ExpressibleByArgument {
    let value: IsolationForest.SampleSize
    var defaultValueDescription: String { "auto" }
}

extension ForestSampleSize {
    init?(argument: String) {
        if argument == "auto" {
            value = .auto
        } else if let count = Int(argument) {
            value = .count(count)
        } else if let share = Double(argument) {
            value = .fraction(share)
        } else {
            return nil
        }
    }
}

/// `--max-features`, with the same difference between whole numbers and others.
struct ForestMaxFeatures: ExpressibleByArgument {
    let value: IsolationForest.MaxFeatures
    var defaultValueDescription: String { "all" }
}

extension ForestMaxFeatures {
    init?(argument: String) {
        if argument == "all" {
            value = .all
        } else if let count = Int(argument) {
            value = .count(count)
        } else if let share = Double(argument) {
            value = .fraction(share)
        } else {
            return nil
        }
    }
}

/// `--contamination`.
struct ForestContamination: ExpressibleByArgument {
    let value: IsolationForest.Contamination
    var defaultValueDescription: String { "auto" }
}

extension ForestContamination {
    init?(argument: String) {
        if argument == "auto" {
            value = .auto
        } else if let share = Double(argument) {
            value = .fraction(share)
        } else {
            return nil
        }
    }
}
