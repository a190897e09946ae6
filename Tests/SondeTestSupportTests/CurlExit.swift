/// The exit codes of curl that the tests expect; see EXIT CODES in curl(1).
enum CurlExit {
    static let unsupportedProtocol: Int32 = 1
    static let cannotConnect: Int32 = 7
    static let partialBody: Int32 = 18
    static let timeout: Int32 = 28
    static let tlsConnect: Int32 = 35
    static let tooManyRedirects: Int32 = 47
    static let emptyReply: Int32 = 52
    static let receive: Int32 = 56
    static let untrusted: Int32 = 60
}
