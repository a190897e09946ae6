import Hummingbird

/// What went wrong in the web server, in one sentence for the person who can mend it.
package enum WebError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A request's parameter cannot be used; the sentence names it and says what to write.
    case badParameter(String)
    /// There is nothing at the address.
    case notFound(String)
    /// The method of the request is none that its address answers.
    case notAllowed(String)
    /// The server cannot listen; the sentence names `web.listen`.
    case cannotListen(String)

    package var description: String {
        switch self {
        case .badParameter(let sentence), .notFound(let sentence), .notAllowed(let sentence),
            .cannotListen(let sentence):
            sentence
        }
    }

    /// The status with which a request is answered.
    var status: HTTPResponse.Status {
        switch self {
        case .badParameter: .badRequest
        case .notFound: .notFound
        case .notAllowed: .methodNotAllowed
        case .cannotListen: .internalServerError
        }
    }

    static func noEndpoint(named name: String) -> WebError {
        .notFound("There is no API named \"\(name)\".")
    }
}
