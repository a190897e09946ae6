import IsolationForest

/// What is wrong with a setting, in the words of the command line.
enum ForestSettingFault {
    static func sentence(_ error: IsolationForestError, of settings: IsolationForest.Configuration) -> String {
        switch error {
        case .treesOutOfRange(let trees):
            "--trees takes 1 to \(IsolationForest.Configuration.treeLimit), not \(trees)."
        case .contaminationOutOfRange(let share):
            "--contamination takes 'auto' or a share above 0 and at most 0.5, not \(share)."
        case .sampleFractionOutOfRange(let share):
            "--sample-size takes 'auto', a number of rows, or a share above 0 and at most 1, not \(share)."
        case .sampleSizeOutOfRange(0, let rows):
            // A number of rows is at least 1, so that it is a share.
            "--sample-size \(share(settings.sampleSize))of \(rows == 1 ? "one row" : "\(rows) rows") is less than one "
                + "row; give a larger share, or a number of rows."
        case .sampleSizeOutOfRange(let size, let rows):
            "--sample-size takes 1 to \(min(rows, IsolationForest.Configuration.sampleSizeLimit)) of "
                + "\(rows == 1 ? "one row" : "\(rows) rows"), not \(size)."
        case .maxFeaturesFractionOutOfRange(let share):
            "--max-features takes 'all', a number of columns, or a share above 0 and at most 1, not \(share)."
        case .maxFeaturesOutOfRange(let count, let columns):
            "--max-features takes 'all', 1 to \(columns) columns, or a share of them, not \(count)."
        case .extensionLevelOutOfRange(let level, let features):
            "--extension-level takes 0 to \(features - 1) for trees that split on \(features) "
                + "column\(features == 1 ? "" : "s"), not \(level)."
        case .forestTooLarge:
            "\(error) See --trees, --sample-size and --extension-level."
        default:
            "\(error)"
        }
    }

    private static func share(_ size: IsolationForest.SampleSize) -> String {
        if case .fraction(let share) = size { "\(share) " } else { "" }
    }
}
