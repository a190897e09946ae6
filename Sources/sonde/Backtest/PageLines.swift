import Foundation
import SondeCore
import SondeServer

/// The lines of a file of pages: one JSON object each.
enum PageLines {
    static func bytes(of pages: [ReplayedPage]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes: [UInt8] = []
        for page in pages {
            // Texts can always be encoded.
            guard let line = try? encoder.encode(Line(page)) else { continue }
            bytes.append(contentsOf: line)
            bytes.append(.lineFeed)
        }
        return bytes
    }

    private struct Line: Encodable {
        var apiName: String
        var openedAt: String
        var closedAt: String?
        var severity: String
        var kind: String
        var reasons: [String]
        var quiet: String?

        init(_ page: ReplayedPage) {
            apiName = page.apiName
            openedAt = page.openedAt.rfc3339
            closedAt = page.closedAt?.rfc3339
            severity = page.severity.description
            kind = page.kind
            reasons = page.reasons
            quiet = page.quiet?.rawValue
        }

        enum CodingKeys: String, CodingKey {
            case apiName = "api_name"
            case openedAt = "opened_at"
            case closedAt = "closed_at"
            case severity, kind, reasons, quiet
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(apiName, forKey: .apiName)
            try container.encode(openedAt, forKey: .openedAt)
            // Null says that it was still open at the end.
            try container.encode(closedAt, forKey: .closedAt)
            try container.encode(severity, forKey: .severity)
            try container.encode(kind, forKey: .kind)
            try container.encode(reasons, forKey: .reasons)
            try container.encodeIfPresent(quiet, forKey: .quiet)
        }
    }
}
