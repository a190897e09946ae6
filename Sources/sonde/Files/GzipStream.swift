import CZlib

/// Inflates a gzip file (RFC 1952): its members one after the other, and zeros after the last, with which tapes and
/// block devices are filled up.
final class GzipStream {
    /// Reads compressed bytes, at most the buffer; 0 at the end.
    typealias Source = (UnsafeMutableRawBufferPointer) throws(CommandFailure) -> Int

    private static let magic: [UInt8] = [0x1F, 0x8B]

    /// The file's name for messages.
    private let name: String
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 1)
    /// Stays where it is, because zlib keeps its address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isBetweenMembers = false

    static func isBeginning(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: magic) }

    /// - Parameter beginning: The first bytes of the file, which have been read already.
    init(_ name: String, beginning: UnsafeRawBufferPointer) throws(CommandFailure) {
        self.name = name
        stream.initialize(to: z_stream())
        guard sonde_inflate_gzip_init(stream) == Z_OK else {
            throw .noInput("\(name) cannot be unpacked: there is no memory left.")
        }
        block.copyMemory(from: beginning)
        supply(beginning.count)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        block.deallocate()
    }

    /// The compressed bytes that have been read but not inflated.
    var unread: Int { Int(stream.pointee.avail_in) }

    /// Inflates what there is, at most the buffer, which is not empty; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, from source: Source) throws(CommandFailure) -> Int {
        let capacity = UInt32(clamping: buffer.count)
        stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = capacity
        while stream.pointee.avail_out == capacity {
            if unread == 0 {
                supply(try source(block))
                guard unread > 0 else {
                    if isBetweenMembers { return 0 }
                    throw .badData(
                        "\(name) is cut off: its gzip data breaks off in the midst; copy or compress it again.")
                }
            }
            if !isBetweenMembers || beginMember() { try inflate() }
        }
        return Int(capacity - stream.pointee.avail_out)
    }

    private func supply(_ count: Int) {
        stream.pointee.next_in = block.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = UInt32(count)
    }

    /// Passes over zeros; false where nothing else has been read.
    private func beginMember() -> Bool {
        while unread > 0, stream.pointee.next_in.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
        guard unread > 0 else { return false }
        inflateReset(stream)
        isBetweenMembers = false
        return true
    }

    private func inflate() throws(CommandFailure) {
        switch CZlib.inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: return
        case Z_STREAM_END: isBetweenMembers = true
        default:
            let reason = stream.pointee.msg.map { " (\(String(cString: $0)))" } ?? ""
            throw .badData("\(name) is damaged: its gzip data cannot be unpacked\(reason); copy or compress it again.")
        }
    }
}
