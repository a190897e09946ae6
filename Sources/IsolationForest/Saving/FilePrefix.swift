/// The first bytes of a saved forest, which say how it is to be read and how long it is.
struct FilePrefix {
    let version: UInt16
    /// The length of the whole file; nil where it does not fit into memory at all.
    let length: Int?

    /// Nil where there are too few bytes to tell; those that are there begin as a saved forest does.
    ///
    /// Throws `notAForest` or `newerFormat`.
    init?(beginning bytes: [UInt8]) throws(IsolationForestError) {
        let magic = UnsafeBufferPointer(
            start: FileFormat.magic.utf8Start, count: FileFormat.magic.utf8CodeUnitCount)
        guard bytes.starts(with: magic.prefix(bytes.count)) else { throw .notAForest }
        guard bytes.count >= FileFormat.prefixSize else { return nil }
        var reader = ByteReader(bytes[magic.count...])
        version = try reader.number()
        guard version <= FileFormat.version else { throw .newerFormat(Int(version)) }
        length = Int(exactly: try reader.number(UInt64.self))
    }
}

extension IsolationForest {
    /// The length that a saved forest says it has, for whoever reads it from a stream; nil where the bytes are too few
    /// to tell.
    ///
    /// Throws `notAForest`, `newerFormat`, or `damagedFile` for a length that no forest has.
    package static func savedLength(beginning bytes: [UInt8]) throws(IsolationForestError) -> Int? {
        guard let prefix = try FilePrefix(beginning: bytes) else { return nil }
        guard let length = prefix.length, length <= FileFormat.lengthLimit else {
            throw .damagedFile("it says that it is longer than any forest")
        }
        return length
    }
}
