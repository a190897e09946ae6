import SondeCore

extension HTTPClient {
    /// Sends a request whose answer nobody waits for any more once the waiting task is cancelled: a request that is under
    /// way does not notice that.
    ///
    /// - Throws: `ProbeFailure`, or `CancellationError`.
    func sendUnlessCancelled(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let (answers, continuation) = AsyncStream.makeStream(of: Result<HTTPAnswer, ProbeFailure>.self)
        // Ends by itself: with the answer, with the time-out of the request, or with the client.
        let sending = Task {
            do throws(ProbeFailure) {
                continuation.yield(.success(try await send(request)))
            } catch {
                continuation.yield(.failure(error))
            }
            continuation.finish()
        }
        defer { sending.cancel() }
        for await answer in answers { return try answer.get() }
        throw CancellationError()
    }
}
