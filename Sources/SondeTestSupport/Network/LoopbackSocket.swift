#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A TCP socket bound to or connecting to 127.0.0.1, closed when it is let go of.
final class LoopbackSocket: Sendable {
    private let descriptor: CInt

    init() throws {
        #if os(Linux)
            descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw TestSupportError.socket(call: "socket", errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Binds to any free port and returns it.
    func bindToFreePort() throws -> Int {
        let bound = Self.withAddress(port: 0) { bind(descriptor, $0, $1) }
        guard bound == 0 else { throw TestSupportError.socket(call: "bind", errno: errno) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard named == 0 else { throw TestSupportError.socket(call: "getsockname", errno: errno) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    func listen(backlog: Int) throws {
        #if canImport(Glibc)
            let listening = Glibc.listen(descriptor, CInt(backlog))
        #elseif canImport(Musl)
            let listening = Musl.listen(descriptor, CInt(backlog))
        #else
            let listening = Darwin.listen(descriptor, CInt(backlog))
        #endif
        guard listening == 0 else { throw TestSupportError.socket(call: "listen", errno: errno) }
    }

    /// Begins to connect, and returns whether the connection stood within `milliseconds`.
    func connect(to port: Int, within milliseconds: Int) throws -> Bool {
        guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
            throw TestSupportError.socket(call: "fcntl", errno: errno)
        }
        #if canImport(Glibc)
            let connected = Self.withAddress(port: port) { Glibc.connect(descriptor, $0, $1) }
        #elseif canImport(Musl)
            let connected = Self.withAddress(port: port) { Musl.connect(descriptor, $0, $1) }
        #else
            let connected = Self.withAddress(port: port) { Darwin.connect(descriptor, $0, $1) }
        #endif
        if connected == 0 { return true }
        guard errno == EINPROGRESS else { throw TestSupportError.socket(call: "connect", errno: errno) }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&waiting, 1, CInt(milliseconds)) > 0
    }

    private static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr = in_addr(s_addr: in_addr_t(0x7F00_0001).bigEndian)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
