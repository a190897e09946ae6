/// The trees of a file: the nodes of each in breadth-first order.
///
/// Above the last level a node begins with the number of its kind: 0 for a leaf, which the rows of the sample in it
/// follow, more for a split, which its own numbers follow. On the last level there are only leaves and no kinds.
protocol SplitCoding: SplitTable {
    /// A split, whose first number is not 0.
    func write(_ split: Split, to writer: inout ByteWriter)

    /// A split whose first number, `kind`, has been read already.
    func readSplit(_ kind: Int, from reader: inout ByteReader, columns: Int) throws(IsolationForestError) -> Split
}

extension SplitCoding {
    func write(trees: Int, leaves: LeafTable, to writer: inout ByteWriter) {
        for tree in 0..<trees { write(tree: tree, leaves: leaves, to: &writer) }
    }

    private func write(tree: Int, leaves: LeafTable, to writer: inout ByteWriter) {
        var level = [1]
        for depth in 0...height where !level.isEmpty {
            var next: [Int] = []
            for slot in level {
                if depth < height, let split = split(slot: slot, of: tree) {
                    write(split, to: &writer)
                    next.append(2 * slot)
                    next.append(2 * slot + 1)
                } else {
                    if depth < height { writer.putCompact(0) }
                    writer.putCompact(leaves.leaf(slot: slot << (height - depth) - 1 << height, of: tree).size)
                }
            }
            level = next
        }
    }

    /// Reads all trees of a file into a table that is like this one.
    func readTrees(
        _ header: FileHeader, from reader: inout ByteReader
    ) throws(IsolationForestError) -> GrownTrees<Self> {
        var trees = GrownTrees(trees: header.configuration.trees, like: self)
        for tree in 0..<header.configuration.trees { try read(tree, of: &trees, header, from: &reader) }
        return trees
    }

    private func read(
        _ tree: Int, of trees: inout GrownTrees<Self>, _ header: FileHeader, from reader: inout ByteReader
    ) throws(IsolationForestError) {
        var level: [UInt32] = [1]
        var rowsLeft = header.sampleSize
        for depth in 0...height where !level.isEmpty {
            var next: [UInt32] = []
            for slot in level {
                let kind = depth < height ? try reader.compact(upTo: Int(UInt32.max)) : 0
                guard kind == 0 else {
                    let split = try readSplit(kind, from: &reader, columns: header.columns)
                    trees.setSplit(split, slot: Int(slot), of: tree)
                    next.append(2 * slot)
                    next.append(2 * slot + 1)
                    continue
                }
                let size = try reader.compact(upTo: rowsLeft)
                rowsLeft -= size
                trees.setLeaf(Leaf(depth: depth, size: size), slot: Int(slot), of: tree)
            }
            level = next
        }
    }
}

extension AxisSplits: SplitCoding {
    /// Feature + 1, or 2 * (feature + 1) with the direction of missing values in the low bit; the threshold.
    func write(_ split: AxisSplit, to writer: inout ByteWriter) {
        let kind = split.feature + 1
        writer.putCompact(allowsMissing ? 2 * kind + (split.missingGoesLeft ? 1 : 0) : kind)
        writer.put(split.threshold)
    }

    func readSplit(_ kind: Int, from reader: inout ByteReader, columns: Int) throws(IsolationForestError) -> AxisSplit {
        let feature = (allowsMissing ? kind >> 1 : kind) - 1
        let threshold = try reader.float()
        guard 0..<columns ~= feature, threshold.isFinite else { throw .damagedFile("it holds a split of no use") }
        return AxisSplit(feature: feature, threshold: threshold, missingGoesLeft: !allowsMissing || kind & 1 == 1)
    }
}

extension PlaneSplits: SplitCoding {
    /// The number of terms, or 2 * that with the direction of missing values in the low bit; of each term the feature
    /// and the weight; the intercept.
    func write(_ split: PlaneSplit, to writer: inout ByteWriter) {
        let count = split.terms.count
        writer.putCompact(allowsMissing ? 2 * count + (split.missingGoesLeft ? 1 : 0) : count)
        for term in split.terms {
            writer.putCompact(term.feature)
            writer.put(term.weight)
        }
        writer.put(split.intercept)
    }

    func readSplit(_ kind: Int, from reader: inout ByteReader, columns: Int) throws(IsolationForestError) -> PlaneSplit
    {
        let count = allowsMissing ? kind >> 1 : kind
        guard 1...components ~= count else { throw .damagedFile("it holds a split of no use") }
        var terms: [PlaneSplit.Term] = []
        for _ in 0..<count {
            let feature = try reader.compact(upTo: columns - 1)
            terms.append(PlaneSplit.Term(feature: feature, weight: try reader.float()))
        }
        let intercept = try reader.float()
        guard intercept.isFinite, terms.allSatisfy({ $0.weight.isFinite && $0.weight != 0 }) else {
            throw .damagedFile("it holds a split of no use")
        }
        return PlaneSplit(terms: terms, intercept: intercept, missingGoesLeft: !allowsMissing || kind & 1 == 1)
    }
}
