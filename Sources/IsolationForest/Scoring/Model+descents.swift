/// What is done with the descents of a model; generic, so that it is compiled for each kernel.
protocol DescentVisitor {
    func visit(_ descents: Descents<some DescentKernel>)
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
            withDescents(splits, hasMissing: hasMissing, visitor)
        }
    }

    private func withDescents<Feature: FixedWidthInteger & UnsignedInteger>(
        _ splits: AxisSplits, _: Feature.Type, hasMissing: Bool, _ visitor: some DescentVisitor
    ) {
        splits.thresholds.withUnsafeBufferPointer { thresholds in
            splits.features.withUnsafeBytes { bytes in
                let features = bytes.assumingMemoryBound(to: Feature.self)
                guard let thresholds = thresholds.baseAddress, let features = features.baseAddress else { return }
                guard hasMissing else {
                    visit(AxisKernel(thresholds: thresholds, features: features), visitor)
                    return
                }
                splits.missingGoesLeft.withUnsafeBufferPointer { goesLeft in
                    guard let goesLeft = goesLeft.baseAddress else { return }
                    let kernel = MissingAxisKernel(
                        thresholds: thresholds, features: features, missingGoesLeft: goesLeft)
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
            leaves.pathLengths.withUnsafeBufferPointer { pathLengths in
                guard let codes = codes.baseAddress, let pathLengths = pathLengths.baseAddress else { return }
                visitor.visit(
                    Descents(
                        kernel: kernel, height: leaves.height, trees: trees, codes: codes, pathLengths: pathLengths))
            }
        }
    }
}
