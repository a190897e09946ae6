import SondeCore

extension DisplayURL {
    /// A URL as it may be shown, of which variables filled in a part: in its path the variables' names stand again,
    /// for `/bot${TOKEN}/` holds a secret as often as a query does. Scheme, host and port are shown filled in.
    static func text(_ pieces: [ExpandedPiece]) -> String {
        let bytes = pieces.flatMap(\.bytes)
        let authorityEnd = endOfAuthority(bytes)
        let pathEnd = bytes[authorityEnd...].firstIndex { "?#".utf8.contains($0) } ?? bytes.endIndex
        var path: [UInt8] = []
        var start = 0
        for piece in pieces {
            let end = start + piece.bytes.count
            let visible = max(start, authorityEnd)..<max(start, authorityEnd, min(end, pathEnd))
            start = end
            guard !visible.isEmpty else { continue }
            if let variable = piece.variable {
                if path.isEmpty { path.append(UInt8(ascii: "/")) }
                path += "${\(variable)}".utf8
            } else {
                path += bytes[visible]
            }
        }
        return text(String(decoding: bytes[..<authorityEnd], as: UTF8.self)) + String(decoding: path, as: UTF8.self)
    }

    /// Where host and port end, or the end of the text.
    private static func endOfAuthority(_ bytes: [UInt8]) -> Int {
        let separator = Array("://".utf8)
        var start = 0
        while start + separator.count <= bytes.count, !bytes[start...].starts(with: separator) { start += 1 }
        guard start + separator.count <= bytes.count else { return bytes.endIndex }
        return bytes[(start + separator.count)...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.endIndex
    }
}
