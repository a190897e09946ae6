/// What is done with the descents of a model; generic, so that it is compiled for each kernel.
protocol DescentVisitor {
    func visit(_ descents: Descents<some DescentKernel, some LeafReader>)
}

extension Model {
    /// Calls the visitor with the descents that suit the model: those that know missing values only where there are
    /// some. The pointers last until it returns.
    func withDescents(hasMissing: Bool, _ visitor: some DescentVisitor) {
        switch splits {
        case .axis(let splits) where splits.featureWidth == 1:
            withDescents(splits, UInt8.self, hasMissing: hasMissing, visitor)
        case .axis(let splits):
            withDescents(splits, UInt16.self, hasMissing: hasMissing, visitor)
        case .plane(let splits):
            // A sum that overflows is NaN too, and goes where growing sent it, whatever the other rows are.
            withDescents(splits, hasMissing: allowsMissing, visitor)
        }
    }

    private func withDescents<Feature: FixedWidthInteger & UnsignedInteger>(
        _ splits: AxisSplits, _: Feature.Type, hasMissing: Bool, _ visitor: some DescentVisitor
    ) {
        splits.thresholds.withUnsafeBufferPointer { thresholds in
            splits.features.withUnsafeBytes { bytes in
                guard let thresholds = thresholds.baseAddress, let base = bytes.baseAddress else { return }
                // The buffer is aligned for every type, and holds nothing but features.
                let features = base.bindMemory(to: Feature.self, capacity: bytes.count / splits.featureWidth)
                guard hasMissing else {
                    visit(AxisKernel(thresholds: thresholds, features: features), visitor)
                    return
                }
                splits.missingBits.withUnsafeBufferPointer { bits in
                    guard let bits = bits.baseAddress else { return }
                    let kernel = MissingAxisKernel(thresholds: thresholds, features: features, missingBits: bits)
                    visit(kernel, visitor)
                }
            }
        }
    }

    private func withDescents(_ splits: PlaneSplits, hasMissing: Bool, _ visitor: some DescentVisitor) {
        splits.intercepts.withUnsafeBufferPointer { intercepts in
            splits.features.withUnsafeBufferPointer { features in
                splits.weights.withUnsafeBufferPointer { weights in
                    splits.missingGoesLeft.withUnsafeBufferPointer { missing in
                        guard let intercepts = intercepts.baseAddress, let features = features.baseAddress,
                            let weights = weights.baseAddress
                        else { return }
                        let kernel = PlaneKernel(
                            intercepts: intercepts, features: features, weights: weights,
                            components: splits.components, missingGoesLeft: hasMissing ? missing.baseAddress : nil)
                        visit(kernel, visitor)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func visit(_ kernel: some DescentKernel, _ visitor: some DescentVisitor) {
        leaves.codes.withUnsafeBufferPointer { codes in
            leaves.highCodes.withUnsafeBufferPointer { highCodes in
                leaves.pathLengths.withUnsafeBufferPointer { pathLengths in
                    guard let codes = codes.baseAddress, let pathLengths = pathLengths.baseAddress else { return }
                    if let highCodes = highCodes.baseAddress, !leaves.highCodes.isEmpty {
                        visit(
                            kernel, WideLeaves(codes: codes, highCodes: highCodes, pathLengths: pathLengths), visitor)
                    } else {
                        visit(kernel, NarrowLeaves(codes: codes, pathLengths: pathLengths), visitor)
                    }
                }
            }
        }
    }

    private func visit(_ kernel: some DescentKernel, _ reader: some LeafReader, _ visitor: some DescentVisitor) {
        visitor.visit(Descents(kernel: kernel, leaves: reader, height: leaves.height, trees: trees))
    }
}
