import Hummingbird
import NIOCore

extension Request {
    /// The whole body.
    ///
    /// - Throws: `WebError.tooLarge`.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        do {
            return Array(try await body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw WebError.tooLarge("The body is longer than \(limit) bytes.")
        }
    }

    /// The members of the JSON object in the body.
    func fields(upTo limit: Int) async throws -> Fields { try Fields(json: await bytes(upTo: limit)) }
}
