/// A file for a table, packed where its name ends in `.gz`.
struct TableFile {
    private let file: OutputFile
    private let gzip: GzipOutput?

    /// - Parameter inputs: Files that are read meanwhile.
    init(_ path: String, apartFrom inputs: [String]) throws(CommandFailure) {
        file = try OutputFile(path, apartFrom: inputs)
        gzip = path.hasSuffix(".gz") ? try GzipOutput(file) : nil
    }

    /// The name for messages.
    var name: String { file.name }
    /// Where a summary may be printed without getting among the output.
    var isFile: Bool { file.isFile }
    /// The bytes that were written, packed or not.
    var count: Int { file.count }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        if let gzip { try gzip.write(bytes) } else { try file.write(bytes) }
    }

    func finish() throws(CommandFailure) {
        if let gzip { try gzip.finish() } else { try file.finish() }
    }
}
