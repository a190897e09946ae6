/// A response as the steps that carry it out. Pure; `ResponseWriter` performs them.
struct ResponsePlan {
    enum Step: Equatable {
        case pause(Duration)
        /// Silence until the client leaves; no step follows.
        case hang
        case write([UInt8])
        /// These bytes of the body, in pieces.
        case body(Range<Int>)
        /// The last step.
        case cut(FaultyServer.Closing)
        /// The last step.
        case finish(keepAlive: Bool)
    }

    private(set) var steps: [Step] = []
    let body: FaultyServer.Response.Body
    /// Whether each piece of the body is framed as a chunk.
    let isChunked: Bool
    let drip: FaultyServer.Response.Drip?

    private let head: [UInt8]
    private let bodyCount: Int

    init(_ response: FaultyServer.Response, to request: FaultyServer.Request) {
        let layout = Layout(response, request)
        head = layout.head
        body = response.raw.map { .bytes($0) } ?? response.body
        bodyCount = layout.hasBody ? body.count : 0
        isChunked = response.raw == nil && response.framing == .chunked && layout.hasBody
        drip = response.drip
        plan(response, keepAlive: layout.keepsAlive)
    }

    private mutating func plan(_ response: FaultyServer.Response, keepAlive: Bool) {
        if response.latency > .zero { steps.append(.pause(response.latency)) }
        var sent = 0
        for event in events(of: response) {
            emit(sent..<event.offset)
            sent = event.offset
            steps.append(event.step)
            if event.step.isLast { return }
        }
        emit(sent..<head.count + bodyCount)
        if isChunked { steps.append(.write(Array("0\r\n\r\n".utf8))) }
        steps.append(.finish(keepAlive: keepAlive))
    }

    /// What interrupts the flow, in order; a stall before a cut at the same place.
    private func events(of response: FaultyServer.Response) -> [(offset: Int, step: Step)] {
        let stall = response.stall.map { stall in
            (offset: offset(of: stall.point), step: stall.duration.map { Step.pause($0) } ?? .hang)
        }
        let cut = response.cut.map { (offset: offset(of: $0.point), step: Step.cut($0.closing)) }
        guard let stall, let cut, cut.offset < stall.offset else { return [stall, cut].compactMap { $0 } }
        return [cut, stall]
    }

    /// Bytes of head and body before `point`.
    private func offset(of point: FaultyServer.Response.Point) -> Int {
        switch point {
        case .start:
            return 0
        case .headers:
            let statusLine = (head.firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
            return min(head.count, (statusLine + head.count) / 2)
        case .body(let count):
            return head.count + min(max(0, count), bodyCount)
        }
    }

    /// Appends the steps that send these bytes of head and body.
    private mutating func emit(_ range: Range<Int>) {
        let ofHead = range.clamped(to: 0..<head.count)
        if !ofHead.isEmpty { steps.append(.write(Array(head[ofHead]))) }
        let ofBody = range.clamped(to: head.count..<head.count + bodyCount)
        if !ofBody.isEmpty { steps.append(.body(ofBody.lowerBound - head.count..<ofBody.upperBound - head.count)) }
    }
}

extension ResponsePlan.Step {
    fileprivate var isLast: Bool {
        switch self {
        case .hang, .cut, .finish: true
        case .pause, .write, .body: false
        }
    }
}

/// The head of a response, and what follows from it.
private struct Layout {
    let head: [UInt8]
    let hasBody: Bool
    let keepsAlive: Bool

    init(_ response: FaultyServer.Response, _ request: FaultyServer.Request) {
        guard response.raw == nil else {
            (head, hasBody, keepsAlive) = ([], true, false)
            return
        }
        let mayHaveBody = response.status >= 200 && response.status != 204 && response.status != 304
        hasBody = mayHaveBody && request.method != "HEAD"
        keepsAlive =
            request.wantsKeepAlive && response.framing != .untilClose
            && response.headers["Connection"]?.lowercased() != "close"
        head = Self.head(of: response, mayHaveBody: mayHaveBody, keepsAlive: keepsAlive)
    }

    private static func head(of response: FaultyServer.Response, mayHaveBody: Bool, keepsAlive: Bool) -> [UInt8] {
        let reason = response.reason ?? FaultyServer.Response.reasonPhrase(response.status)
        var text = "HTTP/1.1 \(response.status) \(reason)\r\n"
        for field in response.headers.fields {
            text += "\(field.name): \(field.value)\r\n"
        }
        let isFramed = response.headers["Content-Length"] != nil || response.headers["Transfer-Encoding"] != nil
        if mayHaveBody && !isFramed {
            switch response.framing {
            case .length: text += "Content-Length: \(response.body.count)\r\n"
            case .chunked: text += "Transfer-Encoding: chunked\r\n"
            case .untilClose: break
            }
        }
        if !keepsAlive && response.headers["Connection"] == nil { text += "Connection: close\r\n" }
        return Array((text + "\r\n").utf8)
    }
}
