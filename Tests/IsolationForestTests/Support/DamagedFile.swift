@testable import IsolationForest

/// Saved forests that are not as they were saved.
extension [UInt8] {
    /// Changes, puts in or leaves out one byte.
    mutating func damage(_ generator: inout SeededGenerator) {
        guard !isEmpty else { return }
        let place = generator.index(below: count)
        switch generator.index(below: 5) {
        case 0: self[place] ^= 1 << UInt8(generator.index(below: 8))
        case 1: self[place] = UInt8(truncatingIfNeeded: generator.next())
        case 2: self[place] = generator.index(below: 2) == 0 ? 0 : 0xFF
        case 3: remove(at: place)
        default: insert(self[generator.index(below: count)], at: place)
        }
    }

    /// Makes length and checksum fit again.
    mutating func seal() {
        guard count >= FileFormat.prefixSize + FileFormat.checksumSize else { return }
        var writer = ByteWriter()
        writer.put(UInt64(count))
        replaceSubrange(FileFormat.lengthOffset..<FileFormat.prefixSize, with: writer.bytes)
        var checksum = ByteWriter()
        checksum.put(CRC32.of(dropLast(FileFormat.checksumSize)))
        replaceSubrange((count - FileFormat.checksumSize)..., with: checksum.bytes)
    }
}
