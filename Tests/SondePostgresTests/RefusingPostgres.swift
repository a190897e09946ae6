import Foundation
import SondeTestSupport

/// A server that refuses each connection with one SQLSTATE, in words of another language than English.
// SAFETY: all is constant.
final class RefusingPostgres: @unchecked Sendable {
    let port: Int
    private let listening: FileHandle
    private let answer: Data

    init(_ state: String, _ words: String) throws {
        let listener = socket(AF_INET, Self.stream, 0)
        guard listener >= 0 else { throw TestSupportError.socket(call: "socket", errno: errno) }
        listening = FileHandle(fileDescriptor: listener, closeOnDealloc: true)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: in_addr_t(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard named else { throw TestSupportError.socket(call: "bind", errno: errno) }
        port = Int(UInt16(bigEndian: address.sin_port))
        // An ErrorResponse: its length, itself included, then fields that end with a zero byte.
        let fields = Data("SSCHLUSS\0VFATAL\0C\(state)\0M\(words)\0Fauth.c\0L1\0Rauth_failed\0\0".utf8)
        let size = UInt32(4 + fields.count)
        answer = withUnsafeBytes(of: size.bigEndian) { Data("E".utf8) + Data($0) + fields }
        Thread { [self] in serve(listener) }.start()
    }

    private func serve(_ listener: CInt) {
        while true {
            let accepted = accept(listener, nil, nil)
            guard accepted >= 0 else { return }
            let connection = FileHandle(fileDescriptor: accepted, closeOnDealloc: true)
            // The start-up message; what is left unread would make a reset of the end.
            _ = connection.availableData
            try? connection.write(contentsOf: answer)
            shutdown(accepted, CInt(SHUT_WR))
            while !connection.availableData.isEmpty {}
        }
    }

    func stop() { shutdown(listening.fileDescriptor, CInt(SHUT_RDWR)) }

    #if os(Linux)
        private static let stream = CInt(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif
}
