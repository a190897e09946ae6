import Hummingbird

/// Responses of the JSON interface.
enum Answer {
    /// An object that is right now and may differ the next moment.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// An object whose members `write` writes.
    static func json(
        status: HTTPResponse.Status = .ok, capacity: Int = 1024, _ write: (inout JSONWriter) -> Void
    ) -> Response {
        json(JSONWriter.document(capacity: capacity, write), status: status)
    }

    /// `{"error": "one sentence"}`.
    static func error(_ sentence: String, status: HTTPResponse.Status) -> Response {
        json(status: status) { $0.member("error", sentence) }
    }
}
