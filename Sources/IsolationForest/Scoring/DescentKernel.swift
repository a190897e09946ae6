/// A step of a descent, as the inner loops of scoring take it.
///
/// SAFETY: the pointers of a kernel are borrowed from a `SplitTable` for the time of a call; its slots name features
/// below the number of columns for which keys are given.
protocol DescentKernel {
    /// What a step compares.
    associatedtype Key

    static func key(_ value: Float) -> Key

    /// The kernel of the tree whose slots begin at `first`.
    func tree(at first: Int) -> Self

    /// The next slot of a descent from `slot`. The key of feature f is `keys[f * lanes]`.
    func step(from slot: Int, keys: UnsafePointer<Key>, lanes: Int) -> Int
}

/// A step of an ordinary tree where no value is missing.
struct AxisKernel<Feature: FixedWidthInteger & UnsignedInteger>: DescentKernel {
    let thresholds: UnsafePointer<UInt32>
    let features: UnsafePointer<Feature>

    @inline(__always)
    static func key(_ value: Float) -> UInt32 { value.orderedBits }

    @inline(__always)
    func tree(at first: Int) -> AxisKernel {
        AxisKernel(thresholds: thresholds + first, features: features + first)
    }

    @inline(__always)
    func step(from slot: Int, keys: UnsafePointer<UInt32>, lanes: Int) -> Int {
        let key = keys[Int(truncatingIfNeeded: features[slot]) &* lanes]
        // The sign of a difference: the compiler makes a branch of a comparison, which is guessed wrong half the time.
        return slot &+ slot &+ Int(truncatingIfNeeded: (UInt64(thresholds[slot]) &- UInt64(key)) &>> 63)
    }
}

/// A step of an ordinary tree that knows where missing values go.
struct MissingAxisKernel<Feature: FixedWidthInteger & UnsignedInteger>: DescentKernel {
    let thresholds: UnsafePointer<UInt32>
    let features: UnsafePointer<Feature>
    let missingBits: UnsafePointer<UInt8>
    /// Added to a slot, the index of its bit.
    var base = 0

    @inline(__always)
    static func key(_ value: Float) -> UInt32 { value.orderedBitsOrMissing }

    @inline(__always)
    func tree(at first: Int) -> MissingAxisKernel {
        MissingAxisKernel(
            thresholds: thresholds + first, features: features + first, missingBits: missingBits, base: first)
    }

    @inline(__always)
    func step(from slot: Int, keys: UnsafePointer<UInt32>, lanes: Int) -> Int {
        let key = keys[Int(truncatingIfNeeded: features[slot]) &* lanes]
        let index = base &+ slot
        let goesLeft = missingBits[index >> 3] >> UInt8(truncatingIfNeeded: index & 7) & 1 == 1
        let goesRight = key == Float.missingBits ? !goesLeft : key > thresholds[slot]
        return slot &+ slot &+ (goesRight ? 1 : 0)
    }
}

/// A step of an extended tree, with or without missing values.
struct PlaneKernel: DescentKernel {
    let intercepts: UnsafePointer<Float>
    let features: UnsafePointer<UInt16>
    let weights: UnsafePointer<Float>
    let components: Int
    /// Nil where no value is missing.
    let missingGoesLeft: UnsafePointer<Bool>?

    @inline(__always)
    static func key(_ value: Float) -> Float { value }

    @inline(__always)
    func tree(at first: Int) -> PlaneKernel {
        PlaneKernel(
            intercepts: intercepts + first, features: features + first &* components,
            weights: weights + first &* components, components: components,
            missingGoesLeft: missingGoesLeft.map { $0 + first })
    }

    @inline(__always)
    func step(from slot: Int, keys: UnsafePointer<Float>, lanes: Int) -> Int {
        let first = slot &* components
        var projection: Float = 0
        for component in first..<first &+ components {
            projection += keys[Int(features[component]) &* lanes] * weights[component]
        }
        if let missingGoesLeft, projection.isNaN { return slot &+ slot &+ (missingGoesLeft[slot] ? 0 : 1) }
        return slot &+ slot &+ (projection > intercepts[slot] ? 1 : 0)
    }
}
