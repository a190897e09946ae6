import Foundation

/// Asks a server on 127.0.0.1, one connection a request.
struct Client {
    let port: Int

    struct Answer {
        var status: Int
        /// By name in lower case.
        var headers: [String: String]
        var body: String
    }

    enum Failure: Error {
        case notHTTP(String)
        case ended
    }

    func get(
        _ path: String, method: String = "GET", headers: [String: String] = [:], body: String? = nil
    ) async throws -> Answer {
        let connection = try Connection(port: port)
        var headers = headers
        headers["Connection"] = "close"
        if let body { headers["Content-Length"] = String(body.utf8.count) }
        connection.write(Self.request(path, method: method, headers: headers) + (body ?? ""))
        var bytes: [UInt8] = []
        for await part in connection.input { bytes += part }
        return try Self.answer(String(decoding: bytes, as: UTF8.self))
    }

    /// The answer read as JSON.
    func json(_ path: String, status: Int = 200) async throws -> JSONValue {
        let answer = try await get(path)
        guard answer.status == status, answer.headers["content-type"] == "application/json" else {
            throw Failure.notHTTP("\(answer.status) \(answer.headers) \(answer.body)")
        }
        return try JSONDecoder().decode(JSONValue.self, from: Data(answer.body.utf8))
    }

    /// Asks for a change with this server's token.
    func change(
        _ path: String, _ body: String = "", method: String = "POST", token: String? = nil
    ) async throws -> Answer {
        let known = try await json("/api/v1/token")["token"].text ?? ""
        return try await get(
            path, method: method, headers: ["Sonde-Token": token ?? known, "Content-Type": "application/json"],
            body: body)
    }

    /// Sends the form of a page.
    func send(_ path: String, _ fields: [String], token: String? = nil) async throws -> Answer {
        let known = try await json("/api/v1/token")["token"].text ?? ""
        return try await get(
            path, method: "POST", headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: (["token=\(token ?? known)"] + fields).joined(separator: "&"))
    }

    func events(_ path: String) throws -> EventReader {
        let connection = try Connection(port: port)
        connection.write(Self.request(path, method: "GET", headers: [:]))
        return EventReader(connection)
    }

    /// What an answer says as JSON.
    static func value(of answer: Answer) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(answer.body.utf8))
    }

    private static func request(_ path: String, method: String, headers: [String: String]) -> String {
        let fields = headers.map { "\($0): \($1)\r\n" }.joined()
        return "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(fields)\r\n"
    }

    private static func answer(_ text: String) throws -> Answer {
        guard let end = text.range(of: "\r\n\r\n") else { throw Failure.notHTTP(text) }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure.notHTTP(text)
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        return Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
    }
}
