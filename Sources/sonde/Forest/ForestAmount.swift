import ArgumentParser
import IsolationForest

/// An option's value that is all of something, a number of it, or a share of it: as in scikit-learn, a whole number
/// counts and any other number is a share.
enum ForestAmount {
    case whole
    case count(Int)
    case share(Double)

    /// - Parameters:
    ///   - whole: The word for all.
    ///   - unit: What is counted.
    private init(_ argument: String, whole: String, unit: String) throws {
        if argument == whole {
            self = .whole
        } else if let count = Int(argument) {
            guard count >= 1 else { throw ValidationError("a number of \(unit) is at least 1.") }
            self = .count(count)
        } else if let share = Double(argument) {
            self = .share(share)
        } else {
            throw ValidationError("it takes '\(whole)', a number of \(unit), or a share of them such as 0.5.")
        }
    }

    /// `--sample-size`.
    @Sendable static func sampleSize(_ argument: String) throws -> IsolationForest.SampleSize {
        switch try ForestAmount(argument, whole: "auto", unit: "rows") {
        case .whole: .auto
        case .count(let count): .count(count)
        case .share(let share): .fraction(share)
        }
    }

    /// `--max-features`.
    @Sendable static func maxFeatures(_ argument: String) throws -> IsolationForest.MaxFeatures {
        switch try ForestAmount(argument, whole: "all", unit: "columns") {
        case .whole: .all
        case .count(let count): .count(count)
        case .share(let share): .fraction(share)
        }
    }

    /// `--contamination`, which has no numbers of rows.
    @Sendable static func contamination(_ argument: String) throws -> IsolationForest.Contamination {
        if argument == "auto" { return .auto }
        guard let share = Double(argument) else {
            throw ValidationError("it takes 'auto' or a share of the rows such as 0.01.")
        }
        return .fraction(share)
    }
}
