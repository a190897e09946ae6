import Foundation
import SondeCore

/// Why a file is of no use. `reason` completes a sentence that begins with the file.
struct FileFault: Error, Equatable {
    let reason: String

    static let missing = FileFault(reason: "does not exist.")
    static let folder = FileFault(reason: "is a folder.")
    static let forbidden = FileFault(reason: "may not be read by this user.")
    static let unreadable = FileFault(reason: "cannot be read.")
}

/// Throws when there is no file at the path that this user may read.
func checkFile(_ path: String) throws(FileFault) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { throw .missing }
    guard !isDirectory.boolValue else { throw .folder }
    guard FileManager.default.isReadableFile(atPath: path) else { throw .forbidden }
}

/// Whether there is a folder at the path.
func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
}

/// The text of a file of at most `limit` bytes.
func textOfFile(_ path: String, limit: Int) throws(FileFault) -> String {
    try checkFile(path)
    let bytes: [UInt8]
    do {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        // One byte more than allowed: a device such as /dev/zero never ends.
        bytes = Array(try handle.read(upToCount: limit + 1) ?? Data())
    } catch {
        throw .unreadable
    }
    guard bytes.count <= limit else { throw FileFault(reason: "is longer than \(limit) bytes.") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw FileFault(reason: "is not UTF-8 text (see line \(firstInvalidLine(bytes))); save it as UTF-8.")
    }
    return text
}

/// The secret in a file, without the line break at its end.
func secretOfFile(_ path: String) throws(FileFault) -> Secret {
    var text = try textOfFile(path, limit: 65_536)
    if text.hasSuffix("\n") || text.hasSuffix("\r\n") { text.removeLast() }
    guard !text.isEmpty else { throw FileFault(reason: "is empty; it must hold the secret.") }
    return Secret(text)
}

/// The first line that is not UTF-8, from 1.
private func firstInvalidLine(_ bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
}
