import Foundation

#if canImport(Glibc)
    import Glibc
    private let streamSocket = CInt(SOCK_STREAM.rawValue)
#elseif canImport(Darwin)
    import Darwin
    private let streamSocket = SOCK_STREAM
#endif

/// A TCP connection to 127.0.0.1 that a test writes a request to and reads the answer from, as it comes.
///
/// Reading blocks and so has a thread of its own; twenty silent seconds end it.
final class Connection: Sendable {
    private let descriptor: CInt
    /// What comes in, until the server closes.
    let input: AsyncStream<[UInt8]>

    enum Failure: Error {
        case cannotConnect(errno: CInt)
    }

    /// - Parameter isReading: False for a client that is stuck and takes nothing in.
    init(port: Int, isReading: Bool = true) throws {
        let descriptor = try Self.open(port: port)
        self.descriptor = descriptor
        let (input, continuation) = AsyncStream<[UInt8]>.makeStream()
        self.input = input
        guard isReading else { return }
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                continuation.yield(Array(buffer[..<count]))
            }
            continuation.finish()
            close(descriptor)
        }
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Ends both directions; the reading thread then closes the socket.
    func hangUp() {
        shutdown(descriptor, CInt(SHUT_RDWR))
    }

    private static func open(port: Int) throws -> CInt {
        let descriptor = socket(AF_INET, streamSocket, 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else {
            let code = errno
            close(descriptor)
            throw Failure.cannotConnect(errno: code)
        }
        return descriptor
    }
}
