extension IsolationForest {
    /// The trees and what is needed to turn their paths into scores.
    ///
    /// It never changes, so that copies of a forest share it: a copy, such as each call makes, counts one reference.
    final class Model: Sendable {
        let trees: NodeTable
        let columns: Int
        /// c(n) for the size of the samples, to which the paths of a row are compared, in units of 2^-40.
        let expectedPathLength: Int
        /// c(n) for every size that a leaf can have, in units of 2^-40.
        let averagePathLengths: [Int]
        /// What is subtracted from a score to make it a decision.
        let offset: Double

        /// Takes trees that were grown from samples of `sampleSize` rows with `columns` features.
        init(trees: NodeTable, columns: Int, sampleSize: Int) {
            self.trees = trees
            self.columns = columns
            expectedPathLength = PathLength.fixed(PathLength.average(sampleSize))
            averagePathLengths = PathLength.averages(through: sampleSize)
            offset = -0.5
        }

        /// The same trees with another offset.
        init(_ model: Model, offset: Double) {
            trees = model.trees
            columns = model.columns
            expectedPathLength = model.expectedPathLength
            averagePathLengths = model.averagePathLengths
            self.offset = offset
        }

        /// The bytes of the model and all its buffers, without the table of c(n) where all forests share it.
        var memoryFootprint: Int {
            let isShared = averagePathLengths.count <= PathLength.sharedSize + 1
            let table = isShared ? 0 : averagePathLengths.capacity * MemoryLayout<Int>.stride
            return Self.instanceSize + trees.memoryFootprint + table
        }

        /// The object's header and its properties.
        private static let instanceSize = 16 + MemoryLayout<NodeTable>.stride + 4 * MemoryLayout<Int>.stride
    }
}
