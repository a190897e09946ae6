/// Why the test support could not set up what a test needs.
package enum TestSupportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A command line tool is not on PATH.
    case toolMissing(String)
    /// A command failed; with its arguments and what it printed.
    case commandFailed(command: String, output: String)
    /// A file could not be written or read.
    case file(path: String, reason: String)
    /// A port could not be listened on.
    case cannotListen(port: Int, reason: String)
    /// A system call on a socket failed.
    case socket(call: String, errno: Int32)
    /// The kernel kept completing connections although nobody accepts them.
    case backlogNotFull

    package var description: String {
        switch self {
        case .toolMissing(let tool):
            "\(tool) is not on PATH. Test certificates are made with it; install it (apt-get install \(tool))."
        case .commandFailed(let command, let output):
            "`\(command)` failed: \(output)"
        case .file(let path, let reason):
            "\(path) cannot be used: \(reason)"
        case .cannotListen(let port, let reason):
            "127.0.0.1:\(port) cannot be listened on: \(reason). Choose another port, or 0 for any."
        case .socket(let call, let code):
            "\(call) on a loopback socket failed with errno \(code)."
        case .backlogNotFull:
            "The listen queue of a loopback socket would not fill; connect cannot be made to time out here."
        }
    }
}
