import CCurl
import Foundation
import Glibc

/// The smallest HTTP server that a probe is content with: one thread, one answer, one request a connection. It runs
/// in a process of its own, so that its time is not counted as Sonde's.
struct LoopbackServer {
    private static let body = "{\"status\":\"UP\"}"
    static let bodySize = body.utf8.count
    private static let answer = Array(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(bodySize)\r\nConnection: close\r\n\r\n\(body)"
            .utf8)

    /// Prints its port, then serves until standard input ends.
    func run() throws {
        let listener = try listen()
        let epoll = epoll_create1(0)
        add(listener, to: epoll)
        add(STDIN_FILENO, to: epoll)
        FileHandle.standardOutput.write(Data("\(port(of: listener))\n".utf8))
        var events = [epoll_event](repeating: epoll_event(), count: 512)
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = epoll_wait(epoll, &events, Int32(events.count), -1)
            for event in events.prefix(max(0, Int(count))) {
                switch event.data.fd {
                case STDIN_FILENO: return
                case listener: accept(from: listener, epoll)
                default: serve(event.data.fd, &buffer)
                }
            }
        }
    }

    private func accept(from listener: Int32, _ epoll: Int32) {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            add(connection, to: epoll)
        }
    }

    private func serve(_ connection: Int32, _ buffer: inout [UInt8]) {
        let count = recv(connection, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { return }
        if count > 0 { _ = send(connection, Self.answer, Self.answer.count, Int32(MSG_NOSIGNAL)) }
        close(connection)
    }

    private func add(_ descriptor: Int32, to epoll: Int32) {
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: descriptor))
        epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    }

    private func listen() throws -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard listener >= 0, bound == 0, Glibc.listen(listener, 4096) == 0 else {
            throw BenchError("The benchmark's server cannot listen: \(String(cString: strerror(errno))).")
        }
        return listener
    }

    private func port(of listener: Int32) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }
}
