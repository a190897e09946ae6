import Foundation
import SondeCore

/// A file to read, or standard input for `-`.
final class InputFile {
    /// The name for messages.
    let name: String
    /// The bytes of a file that has a size before it is read.
    let size: Int?
    private let descriptor: Int32

    init(_ path: String) throws(ForestFailure) {
        name = path == "-" ? "standard input" : TerminalText.safe(path)
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .noInput("\(name) cannot be opened: \(systemMessage()).")
        }
        var status = stat()
        fstat(descriptor, &status)
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// Reads what there is, at most the buffer; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ForestFailure) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .noInput("\(name) cannot be read: \(systemMessage()).") }
        }
    }

    /// All bytes that are left, as long as they may be of use.
    func readToEnd(while isOfUse: ([UInt8]) -> Bool) throws(ForestFailure) -> [UInt8] {
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
