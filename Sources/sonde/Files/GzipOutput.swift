import CZlib

/// Packs what is written to a file with gzip (RFC 1952).
final class GzipOutput {
    private let file: OutputFile
    /// Stays where it is, because zlib keeps its address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var block = [UInt8](repeating: 0, count: 64 * 1024)

    init(_ file: OutputFile) throws(CommandFailure) {
        self.file = file
        stream.initialize(to: z_stream())
        guard sonde_deflate_gzip_init(stream, Z_DEFAULT_COMPRESSION) == Z_OK else {
            throw .noOutput("\(file.name) cannot be packed: there is no memory left.")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        try pack(bytes, Z_NO_FLUSH)
    }

    /// Writes the end of the file and puts it in its place.
    func finish() throws(CommandFailure) {
        try pack([], Z_FINISH)
        try file.finish()
    }

    /// Hands all bytes to zlib, and what it makes of them to the file.
    private func pack(_ bytes: [UInt8], _ flush: Int32) throws(CommandFailure) {
        var taken = 0
        repeat {
            let made = bytes.withUnsafeBufferPointer { input in
                block.withUnsafeMutableBufferPointer { output in
                    // zlib reads what is next and never writes it.
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + taken })
                    stream.pointee.avail_in = UInt32(clamping: input.count - taken)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    let offered = Int(stream.pointee.avail_in)
                    deflate(stream, flush)
                    taken += offered - Int(stream.pointee.avail_in)
                    return output.count - Int(stream.pointee.avail_out)
                }
            }
            if made > 0 { try file.write(Array(block[..<made])) }
        } while taken < bytes.count || stream.pointee.avail_out == 0
    }
}
