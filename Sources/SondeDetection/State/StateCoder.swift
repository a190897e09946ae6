package import SondeCore

/// Writes what a detector remembers, or reads it back in the same order: one description of the state serves both.
///
/// Numbers are little-endian and of fixed size. What is read is checked for length and sense by whoever asked; once
/// something is missing, `isBroken` is set and nothing is changed any more.
package struct StateCoder: Sendable {
    package private(set) var bytes: [UInt8]
    private let isReading: Bool
    private var position = 0
    /// What was read ended too soon, or said what cannot be.
    package private(set) var isBroken = false

    /// Writes.
    package init() {
        bytes = []
        isReading = false
    }

    package init(reading bytes: [UInt8]) {
        self.bytes = bytes
        isReading = true
    }

    /// Whether all bytes were read and made sense.
    package var isComplete: Bool { !isBroken && position == bytes.count }

    /// What was read cannot be.
    mutating func refuse() { isBroken = true }

    package mutating func exchange<Value: BitwiseCopyable & FixedWidthInteger>(_ value: inout Value) {
        exchangeBits(&value)
    }

    package mutating func exchange(_ value: inout Double) {
        var bits = value.bitPattern
        exchangeBits(&bits)
        value = Double(bitPattern: bits)
    }

    package mutating func exchange(_ value: inout Float) {
        var bits = value.bitPattern
        exchangeBits(&bits)
        value = Float(bitPattern: bits)
    }

    package mutating func exchange(_ value: inout Bool) {
        var byte: UInt8 = value ? 1 : 0
        exchangeBits(&byte)
        value = byte != 0
    }

    package mutating func exchange(_ value: inout Timestamp) {
        var microseconds = value.microseconds
        exchangeBits(&microseconds)
        value = Timestamp(microseconds: microseconds)
    }

    package mutating func exchange(_ value: inout String) {
        var text = Array(value.utf8)
        exchange(&text, limit: 1 << 16)
        if isReading { value = String(decoding: text, as: UTF8.self) }
    }

    /// A value that may not be there.
    ///
    /// - Parameter placeholder: What is read over; any value.
    package mutating func exchange<Value>(
        _ value: inout Value?, placeholder: Value, _ body: (inout StateCoder, inout Value) -> Void
    ) {
        var isThere = value != nil
        exchange(&isThere)
        guard isThere else {
            if isReading { value = nil }
            return
        }
        var wrapped = value ?? placeholder
        body(&self, &wrapped)
        value = wrapped
    }

    package mutating func exchange(_ value: inout Double?) { exchange(&value, placeholder: 0) { $0.exchange(&$1) } }

    package mutating func exchange(_ value: inout Timestamp?) {
        exchange(&value, placeholder: Timestamp(microseconds: 0)) { $0.exchange(&$1) }
    }

    /// An array of numbers; more than `limit` cannot be.
    package mutating func exchange<Element: BitwiseCopyable>(_ array: inout [Element], limit: Int) {
        var count = UInt32(clamping: array.count)
        exchangeBits(&count)
        guard !isBroken, Int(count) <= limit else { return refuse() }
        let size = Int(count) * MemoryLayout<Element>.stride
        guard isReading else {
            array.withUnsafeBytes { bytes.append(contentsOf: $0) }
            return
        }
        guard position + size <= bytes.count else { return refuse() }
        array = bytes.withUnsafeBytes { source in
            [Element](unsafeUninitializedCapacity: Int(count)) { target, initialized in
                UnsafeMutableRawBufferPointer(target).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[position..<position + size]))
                initialized = Int(count)
            }
        }
        position += size
    }

    private mutating func exchangeBits<Value: BitwiseCopyable & FixedWidthInteger>(_ value: inout Value) {
        let size = MemoryLayout<Value>.size
        guard isReading else {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
            return
        }
        guard !isBroken, position + size <= bytes.count else { return refuse() }
        let read = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) }
        value = Value(littleEndian: read)
        position += size
    }
}

/// What a detector remembers and a restart must not lose. Settings and sizes that come from the configuration are not
/// part of it: a fresh value is made first, and then told what it knew.
protocol Remembering {
    mutating func exchange(_ coder: inout StateCoder)
}

extension StateCoder {
    mutating func exchange(_ part: inout some Remembering) { part.exchange(&self) }
}
