import Foundation

/// A regular expression (ICU syntax), sought anywhere in a text.
///
/// NSRegularExpression rather than Swift's Regex, because it can be stopped: with an unlucky expression a body of a few
/// dozen bytes can keep either busy for hours.
struct RegexPattern: Sendable {
    private let expression: NSRegularExpression

    /// How long one search may take.
    static let patience = Duration.milliseconds(250)

    enum Match {
        case found
        case notFound
        case gaveUp
    }

    /// Nil when `pattern` is not a regular expression.
    init?(parsing pattern: String) {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
        self.expression = expression
    }

    func search(_ text: String) -> Match {
        var result = Match.notFound
        var reports = 0
        let start = ContinuousClock.now
        let range = NSRange(location: 0, length: text.utf16.count)
        let options: NSRegularExpression.MatchingOptions = [.reportProgress, .reportCompletion]
        expression.enumerateMatches(in: text, options: options, range: range) { match, flags, stop in
            reports += 1
            if match != nil {
                result = .found
            } else if flags.contains(.internalError) {
                // It ran out of memory for the places to come back to.
                result = .gaveUp
            } else if reports.isMultiple(of: 64), ContinuousClock.now - start > RegexPattern.patience {
                // Looking at the clock each time would cost more than the search, and a short search never looks at it.
                result = .gaveUp
            }
            if result != .notFound { stop.pointee = true }
        }
        return result
    }
}
