/// The saved form of a forest; all numbers are little-endian.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `SONDEIF` and a line feed |
/// | 2 | version of the format: 2 where the features have names, or else 1, which older programs read, too |
/// | 8 | length of the whole file |
/// | 72 | configuration and state, see `FileHeader` |
/// | | in version 2 the names of the features in the order of the columns, see `FeatureNameCoding` |
/// | | the trees, one after the other, see `TreeCoding` |
/// | | zeros, so that a reader needs at most `memoryFactor` times the length of the file |
/// | 4 | CRC-32 of everything before |
enum FileFormat {
    static let magic: StaticString = "SONDEIF\n"
    /// The newest version, and the one that brought names.
    static let version: UInt16 = 2
    /// Where the length of the file stands.
    static let lengthOffset = 10
    static let lengthSize = 8
    static let checksumSize = 4
    /// No forest within `Configuration.memoryLimit` is longer.
    static let lengthLimit = 2 * IsolationForest.Configuration.memoryLimit
    /// A file is at least as long as the memory that reading it takes divided by this.
    static let memoryFactor = 12

    /// The bytes before the file's header proper.
    static let prefixSize = lengthOffset + lengthSize
}

/// The fixed part of a file.
struct FileHeader {
    /// Whether the names of the features follow.
    let hasNames: Bool
    var configuration: IsolationForest.Configuration
    var columns: Int
    var sampleSize: Int
    var offset: Double
    var oldestTree: Int
    var replacements: Int

    var version: UInt16 { hasNames ? 2 : 1 }
    var height: Int { HeightLimit.of(sampleSize: sampleSize) }
    var allowsMissing: Bool { configuration.missingValues == .largerChild }

    /// The bytes that a reader needs: for the trees, for their leaves until they are numbered, for two levels of the
    /// tree that is being read, twice each while an array grows, and for names in an array and in a set that finds
    /// those that stand twice. Long names take four times their bytes at most, which come on top.
    var memoryNeeded: Int {
        let slots = configuration.trees << height
        let leaf = MemoryLayout<Leaf>.stride + 2
        let missing = allowsMissing ? 1 : 0
        let split = configuration.extensionLevel.map { 4 + 6 * ($0 + 1) } ?? (columns <= 256 ? 5 : 6)
        return slots * (split + leaf + missing) + (16 << height) + (hasNames ? 64 * columns : 0)
    }

    func write(to writer: inout ByteWriter) {
        writer.put(UInt32(configuration.trees))
        writer.put(UInt32(columns))
        writer.put(UInt32(sampleSize))
        writer.put(offset)
        writer.put(UInt32(oldestTree))
        writer.put(UInt64(replacements))
        writer.put(configuration.seed)
        writer.put(UInt8(configuration.bootstrap ? 1 : 0) | UInt8(allowsMissing ? 2 : 0))
        writer.put(Int32(configuration.extensionLevel ?? -1))
        switch configuration.sampleSize {
        case .auto: writer.put(.whole)
        case .count(let count): writer.put(.count(count))
        case .fraction(let share): writer.put(.fraction(share))
        }
        switch configuration.contamination {
        case .auto: writer.put(.whole)
        case .fraction(let share): writer.put(.fraction(share))
        }
        switch configuration.maxFeatures {
        case .all: writer.put(.whole)
        case .count(let count): writer.put(.count(count))
        case .fraction(let share): writer.put(.fraction(share))
        }
    }

    /// Reads a header of a version of the format and checks each number of it.
    init(from reader: inout ByteReader, version: UInt16) throws(IsolationForestError) {
        hasNames = version >= 2
        configuration = IsolationForest.Configuration()
        configuration.trees = try reader.integer(in: 1...IsolationForest.Configuration.treeLimit)
        columns = try reader.integer(in: 1...FeatureMatrix.columnLimit)
        sampleSize = try reader.integer(in: 1...Leaf.sizeLimit)
        offset = try reader.double()
        oldestTree = try reader.integer(in: 0...configuration.trees - 1)
        let replacements: UInt64 = try reader.number()
        guard replacements < 1 << 48 else { throw .damagedFile("its header is not sound") }
        self.replacements = Int(replacements)
        configuration.seed = try reader.number()
        let flags: UInt8 = try reader.number()
        configuration.bootstrap = flags & 1 == 1
        configuration.missingValues = flags & 2 == 2 ? .largerChild : .error
        let level: Int32 = try reader.number()
        configuration.extensionLevel = level < 0 ? nil : Int(level)
        guard flags < 4, offset.isFinite, -1..<Int32(columns) ~= level else {
            throw .damagedFile("its header is not sound")
        }
        try readChoices(&reader)
    }

    private mutating func readChoices(_ reader: inout ByteReader) throws(IsolationForestError) {
        switch try reader.choice() {
        case .whole: configuration.sampleSize = .auto
        case .count(let count): configuration.sampleSize = .count(count)
        case .fraction(let share): configuration.sampleSize = .fraction(share)
        }
        switch try reader.choice() {
        case .whole: configuration.contamination = .auto
        case .fraction(let share) where share <= 0.5: configuration.contamination = .fraction(share)
        default: throw .damagedFile("its header is not sound")
        }
        switch try reader.choice() {
        case .whole: configuration.maxFeatures = .all
        case .count(let count): configuration.maxFeatures = .count(count)
        case .fraction(let share): configuration.maxFeatures = .fraction(share)
        }
    }

    init(_ configuration: IsolationForest.Configuration, _ model: Model, hasNames: Bool) {
        self.hasNames = hasNames
        self.configuration = configuration
        columns = model.columns
        sampleSize = model.sampleSize
        offset = model.offset
        oldestTree = model.oldestTree
        replacements = model.replacements
    }
}

/// A setting that is all of something, a number of it, or a share of it: its kind in a byte, and eight bytes.
private enum Choice {
    case whole
    case count(Int)
    case fraction(Double)
}

extension ByteWriter {
    fileprivate mutating func put(_ choice: Choice) {
        switch choice {
        case .whole:
            put(UInt8(0))
            put(UInt64(0))
        case .count(let count):
            put(UInt8(1))
            put(UInt64(count))
        case .fraction(let share):
            put(UInt8(2))
            put(share)
        }
    }
}

extension ByteReader {
    fileprivate mutating func choice() throws(IsolationForestError) -> Choice {
        let kind: UInt8 = try number()
        let bits: UInt64 = try number()
        let share = Double(bitPattern: bits)
        switch kind {
        case 0 where bits == 0: return .whole
        case 1 where 1...UInt64(UInt32.max) ~= bits: return .count(Int(bits))
        case 2 where share > 0 && share <= 1: return .fraction(share)
        default: throw .damagedFile("its header is not sound")
        }
    }

    fileprivate mutating func integer(in range: ClosedRange<Int>) throws(IsolationForestError) -> Int {
        let value = Int(try number(UInt32.self))
        guard range ~= value else { throw .damagedFile("its header is not sound") }
        return value
    }
}
