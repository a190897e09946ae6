import HTTPTypes
import Hummingbird
import ServiceLifecycle
import SondeCore

/// A response of server-sent events: open until the reader leaves or the server shuts down.
enum EventStream {
    /// Sends what the sources yield until one of them ends, and a comment every 15 seconds, so that a connection that
    /// died is noticed on both ends.
    static func response(of sources: EventSource..., clock: any WallClock) -> Response {
        let body = ResponseBody { writer in
            let (messages, continuation) = AsyncStream<[UInt8]>.makeStream(bufferingPolicy: .bufferingNewest(128))
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for source in sources {
                    group.addTask {
                        await source.send { continuation.yield($0) }
                        continuation.finish()
                    }
                }
                group.addTask { try await pulse(into: continuation, clock) }
                for await bytes in messages.cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(bytes: bytes))
                }
                group.cancelAll()
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// One event: its name and its data, an object of JSON, which holds no line break.
    static func event(_ name: String, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
        Array("event: \(name)\ndata: ".utf8) + JSONWriter.document(members) + Array("\n\n".utf8)
    }

    private static func pulse(into continuation: AsyncStream<[UInt8]>.Continuation, _ clock: any WallClock) async throws
    {
        while true {
            try await clock.sleep(until: clock.now.advanced(by: .seconds(15)), tolerance: .seconds(1))
            continuation.yield(Array(": still here\n\n".utf8))
        }
    }

    private static var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        // Or nginx holds the events back.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return headers
    }
}

/// Where the messages of an event stream come from.
struct EventSource: Sendable {
    /// Calls its argument with each message until there are no more.
    let send: @Sendable (@Sendable ([UInt8]) -> Void) async -> Void

    /// What `message` makes of the elements of `stream`; nil is not sent.
    init<Element: Sendable>(_ stream: AsyncStream<Element>, _ message: @escaping @Sendable (Element) -> [UInt8]?) {
        send = { take in
            for await element in stream { if let bytes = message(element) { take(bytes) } }
        }
    }
}
