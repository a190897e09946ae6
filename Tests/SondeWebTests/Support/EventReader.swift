import Foundation

/// The events of one `text/event-stream`.
struct EventReader {
    private let connection: Connection
    private var input: AsyncStream<[UInt8]>.Iterator
    private var rest: [UInt8] = []

    struct Event {
        var name: String
        var data: JSONValue
    }

    init(_ connection: Connection) {
        self.connection = connection
        input = connection.input.makeAsyncIterator()
    }

    /// The next event, whatever its name; nil when the server has ended the stream.
    mutating func next() async throws -> Event? {
        while true {
            if let event = try takeEvent() { return event }
            guard let more = await input.next() else { return nil }
            rest += more
        }
    }

    /// The next event of a name; others are passed over.
    mutating func next(_ name: String) async throws -> JSONValue {
        while let event = try await next() {
            if event.name == name { return event.data }
        }
        throw Client.Failure.ended
    }

    func hangUp() {
        connection.hangUp()
    }

    private mutating func takeEvent() throws -> Event? {
        let text = String(decoding: rest, as: UTF8.self)
        guard let start = text.range(of: "event: "),
            let end = text.range(of: "\n\n", range: start.upperBound..<text.endIndex)
        else { return nil }
        let lines = text[start.upperBound..<end.lowerBound].split(separator: "\n", maxSplits: 1)
        rest = Array(text[end.upperBound...].utf8)
        let data = lines[1].dropFirst("data: ".count)
        return Event(
            name: String(lines[0]), data: try JSONDecoder().decode(JSONValue.self, from: Data(data.utf8)))
    }
}
