import Foundation
import SondeCore

/// A file to read, or standard input for `-`. What is compressed with gzip is inflated, whatever its name.
final class InputFile {
    /// The name for messages.
    let name: String
    /// The bytes of a file that has a size before it is read, as it is stored.
    let size: Int?
    private let descriptor: Int32
    /// The bytes that have been read, as they are stored.
    private var taken = 0
    private var isBegun = false
    private var gzip: GzipStream?

    init(_ path: String) throws(CommandFailure) {
        name = path == "-" ? "standard input" : TerminalText.safe(path)
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .noInput("\(name) cannot be opened: \(systemMessage()).")
        }
        let status = FileStatus(descriptor: descriptor)
        size = status?.kind == .regular ? status?.size : nil
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The bytes of the file, as it is stored, that `read` has handed out so far: `size` at the end.
    var consumed: Int { taken - (gzip?.unread ?? 0) }

    /// Reads what there is, at most the buffer, which has room for two bytes or more; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CommandFailure) -> Int {
        guard isBegun else { return try begin(into: buffer) }
        guard let gzip else { return try take(into: buffer) }
        return try gzip.read(into: buffer, from: take)
    }

    /// Reads the first two bytes, which say whether it is gzip and which a pipe may hand out one by one.
    private func begin(into buffer: UnsafeMutableRawBufferPointer) throws(CommandFailure) -> Int {
        isBegun = true
        var count = 0
        while count < 2 {
            let more = try take(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count..<2]))
            if more == 0 { break }
            count += more
        }
        let beginning = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        guard GzipStream.isBeginning(beginning) else { return count }
        let gzip = try GzipStream(name, beginning: beginning)
        self.gzip = gzip
        return try gzip.read(into: buffer, from: take)
    }

    private func take(into buffer: UnsafeMutableRawBufferPointer) throws(CommandFailure) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                taken += count
                return count
            }
            guard errno == EINTR else { throw .noInput("\(name) cannot be read: \(systemMessage()).") }
        }
    }

    /// All bytes that are left, as long as they may be of use.
    func readToEnd(while isOfUse: ([UInt8]) -> Bool) throws(CommandFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 1)
        defer { block.deallocate() }
        while true {
            let count = try read(into: block)
            bytes.append(contentsOf: block[..<count])
            if count == 0 || !isOfUse(bytes) { return bytes }
        }
    }
}

/// What the system says about the call that failed last.
func systemMessage() -> String {
    String(cString: strerror(errno))
}
