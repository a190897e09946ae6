/// The fields of a CSV file (RFC 4180), one after the other, from a buffer that does not grow.
///
/// Lines end with LF, CR LF or CR. A quote opens a quoted field only as its first byte.
struct CSVFields: ~Copyable {
    /// What follows a field.
    enum Ending {
        case separator
        case line
    }

    /// The longest field, in bytes.
    static let fieldLimit = 64 * 1024

    /// The bytes of the field read last, without its quotes; valid until the next one is read.
    private(set) var field = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var isQuoted = false
    /// The line on which that field begins and its number on the line, both from 1.
    private(set) var line = 1
    private(set) var column = 0
    /// The bytes of the file, as it is stored, that have been read so far; of a gzip file, where the share of a block
    /// that has been read is taken for the share of its compressed bytes.
    var consumed: Int {
        guard taken > 0 else { return 0 }
        return input.consumed - Int(Double(end - position) * Double(input.consumed) / Double(taken))
    }
    var place: String { "\(input.name):\(line):\(column)" }

    private let input: InputFile
    private let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 8 * fieldLimit)
    private let unquoted = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: fieldLimit)
    /// What is to be read of the block.
    private var position = 0
    private var end = 0
    /// The bytes that have been put into the block.
    private var taken = 0
    private var lineAtPosition = 1
    private var isAtLineStart = true
    private var isAfterReturn = false
    private var separator = UInt8.comma

    /// Passes over a byte order mark and recognises the separator by the first line: a tab, else a semicolon, else a
    /// comma, outside of quotes.
    init(_ input: InputFile) throws(CommandFailure) {
        self.input = input
        // A pipe hands out less than a block at a time.
        while end < block.count, !block[..<end].contains(where: \.isLineEnd), try fill() {}
        if block[..<end].starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        separator = Self.separator(of: block[position..<end])
    }

    deinit {
        block.deallocate()
        unquoted.deallocate()
    }

    /// Whether another line follows; to be asked where a line may begin.
    mutating func hasLine() throws(CommandFailure) -> Bool {
        guard try hasByte() else { return false }
        if isAfterReturn, block[position] == .lineFeed { position += 1 }
        isAfterReturn = false
        return try hasByte()
    }

    /// Reads the first field of the next line that is not blank; nil at the end of the file.
    mutating func beginFilledLine() throws(CommandFailure) -> Ending? {
        while try hasLine() {
            let ending = try next()
            if ending == .separator || isQuoted || !field.trimmed.isEmpty { return ending }
        }
        return nil
    }

    /// Reads one field.
    mutating func next() throws(CommandFailure) -> Ending {
        line = lineAtPosition
        column = isAtLineStart ? 1 : column + 1
        isAtLineStart = false
        isQuoted = try hasByte() && block[position] == .quote
        return isQuoted ? try nextQuoted() : try nextPlain()
    }

    private mutating func nextPlain() throws(CommandFailure) -> Ending {
        var length = 0
        while true {
            let rest = UnsafeBufferPointer(rebasing: block[position..<end])
            while length < rest.count {
                let byte = rest[length]
                if byte == separator || byte.isLineEnd { break }
                length += 1
            }
            guard length <= Self.fieldLimit else { throw tooLong() }
            guard length == rest.count, try fill() else { break }
        }
        field = UnsafeBufferPointer(rebasing: block[position..<position + length])
        position += length
        return close()
    }

    private mutating func nextQuoted() throws(CommandFailure) -> Ending {
        position += 1
        var length = 0
        while try hasByte() {
            let byte = block[position]
            position += 1
            if byte == .quote {
                guard try hasByte(), block[position] == .quote else {
                    field = UnsafeBufferPointer(rebasing: unquoted[..<length])
                    return try closeQuoted()
                }
                position += 1
            }
            if byte == .lineFeed { lineAtPosition += 1 }
            guard length < Self.fieldLimit else { throw tooLong() }
            unquoted[length] = byte
            length += 1
        }
        throw .badData("\(place): the quote that opens this field is never closed; close it.")
    }

    private mutating func closeQuoted() throws(CommandFailure) -> Ending {
        if try hasByte(), block[position] != separator, !block[position].isLineEnd {
            throw .badData("\(place): text follows the quote that closes this field; double a quote inside of quotes.")
        }
        return close()
    }

    /// Passes over what ends a field: a separator, a line's end or the end of the file.
    private mutating func close() -> Ending {
        if position < end {
            let byte = block[position]
            position += 1
            if byte == separator { return .separator }
            isAfterReturn = byte == .carriageReturn
            lineAtPosition += 1
        }
        isAtLineStart = true
        return .line
    }

    private func tooLong() -> CommandFailure {
        .badData("\(place): the field is longer than \(Self.fieldLimit) bytes; is this a CSV file?")
    }

    private mutating func hasByte() throws(CommandFailure) -> Bool {
        if position < end { return true }
        return try fill()
    }

    /// Moves what is to be read to the front of the block and reads more; false at the end of the file.
    private mutating func fill() throws(CommandFailure) -> Bool {
        let rest = end - position
        for index in 0..<rest { block[index] = block[position + index] }
        (position, end) = (0, rest)
        let free = UnsafeMutableBufferPointer(rebasing: block[rest...])
        let count = try input.read(into: UnsafeMutableRawBufferPointer(free))
        end += count
        taken += count
        return count > 0
    }

    private static func separator(of bytes: Slice<UnsafeMutableBufferPointer<UInt8>>) -> UInt8 {
        var isInQuotes = false
        var found = UInt8.comma
        for byte in bytes {
            switch byte {
            case .quote: isInQuotes.toggle()
            case _ where isInQuotes: continue
            case .tab: return .tab
            case .semicolon: found = .semicolon
            case _ where byte.isLineEnd: return found
            default: continue
            }
        }
        return found
    }
}

extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let semicolon = UInt8(ascii: ";")

    var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
}
