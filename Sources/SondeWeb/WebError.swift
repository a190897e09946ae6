import Hummingbird

/// What went wrong in the web server, in one sentence for the person who can mend it.
package enum WebError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A request's parameter cannot be used; the sentence names it and says what to write.
    case badParameter(String)
    /// There is nothing at the address.
    case notFound(String)
    /// The method of the request is none that its address answers, which are named as `Allow` wants them.
    case notAllowed(String, allowed: String)
    /// A change was asked for without the token of this Sonde.
    case forbidden(String)
    /// What reports itself showed no token, or one that no endpoint has.
    case unauthorized(String)
    /// The body of a request is longer than what it is for.
    case tooLarge(String)
    /// What was asked for does not go with how things are.
    case conflict(String)
    /// The server cannot listen; the sentence names `web.listen`.
    case cannotListen(String)

    package var description: String {
        switch self {
        case .badParameter(let sentence), .notFound(let sentence), .notAllowed(let sentence, _),
            .forbidden(let sentence), .unauthorized(let sentence), .tooLarge(let sentence), .conflict(let sentence),
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
        case .forbidden: .forbidden
        case .unauthorized: .unauthorized
        case .tooLarge: .contentTooLarge
        case .conflict: .conflict
        case .cannotListen: .internalServerError
        }
    }

    static func noIncident(_ id: String) -> WebError { .notFound("There is no incident \(id).") }

    static func noEndpoint(named name: String) -> WebError {
        .notFound("There is no API named \"\(name)\".")
    }
}
