import Testing

@testable import SondeTestSupport

struct ResponsePlanTests {
    private typealias Response = FaultyServer.Response

    private func steps(_ response: FaultyServer.Response, method: String = "GET") -> [ResponsePlan.Step] {
        ResponsePlan(response, to: .sample(method: method)).steps
    }

    private func text(_ steps: [ResponsePlan.Step]) -> [String] {
        steps.compactMap { if case .write(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil } }
    }

    @Test func `A plain response is a head, a body and an end`() {
        let steps = steps(.ok)
        #expect(text(steps) == ["HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n"])
        #expect(Array(steps.dropFirst()) == [.body(0..<2), .finish(keepAlive: true)])
    }

    @Test func `A stall in the headers leaves the status line whole`() {
        let steps = steps(.ok.stalled(.headers))
        #expect(steps.count == 2)
        #expect(text(steps).first?.hasPrefix("HTTP/1.1 200 OK\r\nCont") == true)
        #expect(steps.last == .hang)
    }

    @Test func `A stall comes before a cut at the same place, and a cut ends all`() {
        let same = steps(.ok.cut(.start).stalled(.start, for: .seconds(1)))
        #expect(same == [.pause(.seconds(1)), .cut(.fin)])
        let cutFirst = steps(.ok.delayed(by: .seconds(2)).stalled(.body(after: 1)).cut(.start, by: .reset))
        #expect(cutFirst == [.pause(.seconds(2)), .cut(.reset)])
    }

    @Test func `A point beyond the body is its end`() {
        let steps = steps(.ok(bytes: 10).cut(.body(after: 99)))
        #expect(Array(steps.dropFirst()) == [.body(0..<10), .cut(.fin)])
    }

    @Test func `A raw response has no head and ends the connection`() {
        #expect(
            steps(.raw("abc").stalled(.body(after: 1), for: .seconds(1))) == [
                .body(0..<1), .pause(.seconds(1)), .body(1..<3), .finish(keepAlive: false),
            ])
    }

    @Test func `A chunked body ends with an empty chunk`() {
        #expect(text(steps(.ok.framed(.chunked))).last == "0\r\n\r\n")
        #expect(text(steps(.ok.framed(.chunked), method: "HEAD")).count == 1)
    }
}

extension FaultyServer.Request {
    fileprivate static func sample(method: String) -> Self {
        Self(
            method: method, path: "/", version: "1.1", headers: [:], body: [], connection: 1, number: 1,
            wantsKeepAlive: true)
    }
}
