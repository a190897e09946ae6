import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension WebError {
    /// The sentence for an error of `bind`, or nil when it is none of listening.
    static func listening(on host: String, port: Int, failedWith error: any Error) -> WebError? {
        switch error {
        case let error as IOError:
            .cannotListen(sentence(host: host, port: port, code: error.errnoCode))
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            .cannotListen("\(host) is not an address of this machine. Set web.listen to 127.0.0.1 and a port.")
        default: nil
        }
    }

    private static func sentence(host: String, port: Int, code: CInt) -> String {
        switch code {
        case EADDRINUSE:
            "Port \(port) on \(host) is in use. Set web.listen to another port."
        case EACCES, EPERM:
            "Sonde may not listen on port \(port) on \(host). Set web.listen to a port of 1024 or higher."
        case EADDRNOTAVAIL:
            "\(host) is not an address of this machine. Set web.listen to one that is, such as 127.0.0.1:\(port)."
        default:
            "Cannot listen on port \(port) on \(host): \(String(cString: strerror(code))). Set web.listen to another "
                + "address."
        }
    }
}
