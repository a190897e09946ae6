import SondeCore

/// The bytes of a field.
extension UnsafeBufferPointer<UInt8> {
    /// Without spaces and tabs around it.
    var trimmed: Self {
        var (start, end) = (startIndex, endIndex)
        while start < end, self[start] == UInt8(ascii: " ") || self[start] == .tab { start += 1 }
        while start < end, self[end - 1] == UInt8(ascii: " ") || self[end - 1] == .tab { end -= 1 }
        return Self(rebasing: self[start..<end])
    }

    /// As much of it as a message shows.
    var excerpt: String {
        let text = TerminalText.safe(String(decoding: prefix(40), as: UTF8.self))
        return count > 40 ? text + "…" : text
    }
}
