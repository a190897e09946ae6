import Foundation

/// The subject of a mail as people see it: unfolded (RFC 5322, section 2.2.3), and decoded (RFC 2047).
enum MailSubject {
    /// - Parameter data: The mail as it goes to the server.
    static func text(of data: String) -> String {
        let head = data.firstRange(of: "\r\n\r\n").map { data[..<$0.lowerBound] } ?? data[...]
        let line = head.replacing("\r\n ", with: " ").split(separator: "\r\n")
            .first { $0.lowercased().hasPrefix("subject:") }
        var text = ""
        var wasEncoded = false
        for word in (line ?? "").dropFirst("subject:".count).split(separator: " ") {
            let piece = decoded(word)
            // White space between two encoded words is none of the text.
            if !text.isEmpty, !wasEncoded || piece == nil { text += " " }
            text += piece ?? String(word)
            wasEncoded = piece != nil
        }
        return text
    }

    private static func decoded(_ word: Substring) -> String? {
        let (start, end) = ("=?UTF-8?B?", "?=")
        guard word.hasPrefix(start), word.hasSuffix(end), word.count >= start.count + end.count,
            let data = Data(base64Encoded: String(word.dropFirst(start.count).dropLast(end.count)))
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
