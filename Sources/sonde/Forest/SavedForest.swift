import Foundation
import IsolationForest

/// Reads a model that `sonde forest fit` has saved.
enum SavedForest {
    /// The longest model: decoding takes up to 16 times its bytes, on top of those read, so that one of a 32nd of the
    /// machine's memory takes little more than half of it.
    private static let limit = Int(clamping: ProcessInfo.processInfo.physicalMemory / 32)

    static func read(_ path: String) throws(CommandFailure) -> IsolationForest {
        let file = try InputFile(path)
        // Nothing is read on that does not begin as a model does, and nothing beyond the end of one.
        let bytes = try file.readToEnd { bytes in
            guard let length = try? savedLength(bytes) else { return false }
            return length <= limit && bytes.count <= length
        }
        guard !bytes.isEmpty else {
            throw .badData("\(file.name) is empty; save a model in it with 'sonde forest fit'.")
        }
        let forest: IsolationForest?
        do {
            forest = try savedLength(bytes) > limit ? nil : IsolationForest(decoding: bytes)
        } catch {
            throw .badData("\(file.name): \(error)")
        }
        guard let forest else {
            throw .badData(
                "\(file.name): the model is said to be longer than \(limit >> 20) MiB, a 32nd of this machine's "
                    + "memory; fit one with fewer trees or smaller samples.")
        }
        return forest
    }

    /// The length that a model says it has; that of its beginning where it does not say it yet.
    private static func savedLength(_ bytes: [UInt8]) throws(IsolationForestError) -> Int {
        try IsolationForest.savedLength(beginning: bytes) ?? bytes.count
    }
}
