import Foundation

/// One part of a message in ASCII, in lines of at most 76 characters that end with CRLF.
struct MailBody: Sendable {
    /// `quoted-printable` or `base64`, whichever is shorter.
    let encoding: String
    /// With CRLF at its end.
    let text: String

    init(_ text: String) {
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let printable = Self.quotedPrintable(text)
        let base64 = Data(text.replacing("\n", with: "\r\n").utf8).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        let isPrintable = printable.utf8.count <= base64.utf8.count
        encoding = isPrintable ? "quoted-printable" : "base64"
        self.text = isPrintable ? printable : base64 + "\r\n"
    }

    /// RFC 2045, section 6.7.
    private static func quotedPrintable(_ text: String) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 5 / 4)
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            append(line, to: &encoded)
            encoded += [0x0D, 0x0A]
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func append(_ line: Substring.UTF8View, to encoded: inout [UInt8]) {
        var columns = 0
        for index in line.indices {
            let byte = line[index]
            let isLast = line.index(after: index) == line.endIndex
            let isSpace = byte == 0x20 || byte == 0x09
            let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isSpace && !isLast
            let width = isPlain ? 1 : 3
            // A soft line break takes the last of the 76 columns.
            if columns + width > 75 {
                encoded += [UInt8(ascii: "="), 0x0D, 0x0A]
                columns = 0
            }
            if isPlain {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "="), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
            columns += width
        }
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)
}
