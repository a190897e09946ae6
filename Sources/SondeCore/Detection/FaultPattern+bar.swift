import Foundation

extension FaultPattern {
    /// Values that are less far off than this count as usual from now on where few of them make a fault.
    package var distanceBar: Double { 1.1 * extreme }

    /// Up to this share of odd values is usual from now on, however far off they are.
    package var shareBar: Double { 1.3 * share }

    /// What lasts for more probes is told after all; an hour of them at 15 s is never too long.
    package var probesBar: Int { Swift.max(240, probes + probes / 2) }

    /// Beyond this share, more odd values mean nothing any more: then only the distance counts.
    package static let largestShareBar = 0.45

    /// When the like of it is told again, in a person's words.
    package var toldAgain: String {
        switch kind {
        case .failures:
            let most = Swift.max(Int(extreme), Int((20 * share).rounded())) + 1
            return "told again from \(most) failures, or if they go on for ten minutes"
        case .slow, .large, .high: return "told again \(often)from \(Self.text(distanceBar)) times its usual"
        case .fast, .small, .low: return "told again \(often)below 1/\(Self.text(distanceBar)) of its usual"
        case .zero, .missing: return "told again if there are more of them"
        }
    }

    /// `when more than 4 of 10 are odd, or `
    private var often: String {
        guard shareBar < Self.largestShareBar else { return "" }
        return "when more than \(Int((100 * shareBar).rounded())) % of the probes are odd, or "
    }

    /// The ratio that a difference of logarithms stands for, with one decimal.
    private static func text(_ distance: Double) -> String {
        let tenths = Int((10 * exp(Swift.min(distance, 20))).rounded())
        return tenths % 10 == 0 || tenths >= 100 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
