/// Saving: a form that is the same on every machine, with a version and a checksum; `FileFormat` describes it.
extension IsolationForest {
    /// The forest as bytes, at most 160 KB and the names of features for 100 trees of 256 rows.
    ///
    /// Throws `notFitted`.
    public func encoded() throws(IsolationForestError) -> [UInt8] {
        guard let model else { throw .notFitted }
        let header = FileHeader(configuration, model, hasNames: featureNames != nil)
        var writer = ByteWriter()
        writer.put(FileFormat.magic)
        writer.put(header.version)
        writer.put(UInt64(0))
        header.write(to: &writer)
        if let featureNames { writer.put(featureNames: featureNames) }
        switch model.splits {
        case .axis(let splits): splits.write(trees: model.trees, leaves: model.leaves, to: &writer)
        case .plane(let splits): splits.write(trees: model.trees, leaves: model.leaves, to: &writer)
        }
        let least = header.memoryNeeded / FileFormat.memoryFactor + 1
        writer.putZeros(max(0, least - writer.bytes.count - FileFormat.checksumSize))
        writer.patch(UInt64(writer.bytes.count + FileFormat.checksumSize), at: FileFormat.lengthOffset)
        writer.put(CRC32.of(writer.bytes))
        return writer.bytes
    }

    /// The forest that `encoded` made, of this version of the format or of an older one.
    ///
    /// Takes no more memory than 16 times the bytes, whatever they are. Throws `notAForest`, `newerFormat`,
    /// `truncatedFile` or `damagedFile`.
    public init(decoding bytes: [UInt8]) throws(IsolationForestError) {
        var (reader, version) = try ByteReader.checked(bytes)
        let header = try FileHeader(from: &reader, version: version)
        guard header.memoryNeeded / FileFormat.memoryFactor < bytes.count else {
            throw .damagedFile("it is too short for its trees")
        }
        let names = header.hasNames ? try reader.featureNames(columns: header.columns) : nil
        let model = try Model(header, from: &reader)
        guard reader.rest.allSatisfy({ $0 == 0 }) else { throw .damagedFile("something follows its trees") }
        self.init(header.configuration)
        self.model = model
        featureNames = names
    }
}

extension ByteReader {
    /// What stands between the length of a file and its checksum, both of which are checked, and the file's version.
    fileprivate static func checked(
        _ bytes: [UInt8]
    ) throws(IsolationForestError) -> (reader: ByteReader, version: UInt16) {
        let prefix = try FilePrefix(beginning: bytes)
        guard bytes.count >= FileFormat.magic.utf8CodeUnitCount else { throw .notAForest }
        guard let prefix, bytes.count >= FileFormat.prefixSize + FileFormat.checksumSize else {
            throw .truncatedFile(expected: nil, found: bytes.count)
        }
        guard let length = prefix.length, length <= bytes.count else {
            throw .truncatedFile(expected: prefix.length ?? .max, found: bytes.count)
        }
        let end = bytes.count - FileFormat.checksumSize
        var checksum = ByteReader(bytes[end...])
        guard length == bytes.count else { throw .damagedFile("something follows its end") }
        guard prefix.version >= 1, try checksum.number() == CRC32.of(bytes[..<end]) else {
            throw .damagedFile("its checksum is wrong")
        }
        return (ByteReader(bytes[FileFormat.prefixSize..<end]), prefix.version)
    }
}

extension Model {
    fileprivate init(_ header: FileHeader, from reader: inout ByteReader) throws(IsolationForestError) {
        let height = header.height
        let splits: Trees
        let leaves: [Leaf]
        if let level = header.configuration.extensionLevel {
            let table = PlaneSplits(
                trees: 0, height: height, components: level + 1, allowsMissing: header.allowsMissing)
            let trees = try table.readTrees(header, from: &reader)
            (splits, leaves) = (.plane(trees.splits), trees.leaves)
        } else {
            let table = AxisSplits(
                trees: 0, height: height, columns: header.columns, allowsMissing: header.allowsMissing)
            let trees = try table.readTrees(header, from: &reader)
            (splits, leaves) = (.axis(trees.splits), trees.leaves)
        }
        self.init(
            splits: splits, leaves: LeafTable(leaves, height: height), columns: header.columns,
            sampleSize: header.sampleSize, allowsMissing: header.allowsMissing)
        offset = header.offset
        oldestTree = header.oldestTree
        replacements = header.replacements
    }
}
