package import SondeCore

/// Cuts secrets out of texts of foreign origin: a server's words often repeat what it was sent.
package struct Redaction: Sendable {
    /// What is cut out, the longest first, so that no part of a secret is left beside a cut.
    private let needles: [String]

    /// Beside the secrets as a whole, their parts are cut out: of the URL of a webhook, it is one part that nobody may know.
    package init(_ secrets: [Secret]) {
        // The reason to reveal: what is searched for must be known.
        let texts = secrets.map { $0.reveal() }
        let wholes = texts.filter { $0.utf8.count >= 4 }
        needles = Set(wholes + texts.flatMap(Self.parts) + texts.flatMap(Self.partsOfAddress)).sorted {
            ($1.utf8.count, $0) < ($0.utf8.count, $1)
        }
    }

    /// The text with `***` in place of each secret.
    package func clean(_ text: String) -> String {
        needles.reduce(text) { $0.contains($1) ? $0.replacing($1, with: "***") : $0 }
    }

    /// Of an address, whatever of its path and query is not a word that all such addresses have.
    private static func partsOfAddress(of text: String) -> [String] {
        guard let scheme = text.firstRange(of: "://") else { return [] }
        let rest = text[scheme.upperBound...].drop { !"/?#".contains($0) }
        return rest.split { "/?#&=".contains($0) }.map(String.init)
            .filter { $0.utf8.count >= 4 && !usualWords.contains($0) }
    }

    private static let usualWords: Set = [
        "hook", "hooks", "webhook", "webhooks", "services", "workflows", "triggers", "manual", "paths", "invoke",
        "incoming", "alert", "alerts", "notify", "token",
    ]

    /// The parts that look like a key, and not like a word: long, or with a digit among them.
    private static func parts(of text: String) -> [String] {
        text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
            .filter { $0.utf8.count >= 16 || $0.utf8.count >= 8 && $0.contains(where: \.isNumber) }
            .map(String.init)
    }
}
