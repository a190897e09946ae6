import SondeCore
import Synchronization

/// Keeps requests in place of sending them, and answers each as a server that took it.
final class RecordingClient: HTTPClient {
    private let sent = Mutex<[HTTPRequest]>([])

    /// In the order in which they would have been sent.
    var requests: [HTTPRequest] { sent.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(ProbeFailure) -> HTTPAnswer {
        sent.withLock { $0.append(request) }
        // What the servers of all types of channels say, each in its own words.
        return HTTPAnswer(
            status: 200, headers: [HTTPAnswer.Header(name: "Content-Type", value: "application/json")],
            body: Array(#"{"ok":true,"id":"1","ts":"1","channel":"1","result":{"message_id":1}}"#.utf8))
    }
}
