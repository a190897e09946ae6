extension FaultyServer.Response {
    /// Nothing is sent for so long after the request.
    package func delayed(by latency: Duration) -> Self {
        with { $0.latency = latency }
    }

    /// Falls silent at `point`: for `duration`, or until the client leaves.
    package func stalled(_ point: Point, for duration: Duration? = nil) -> Self {
        with { $0.stall = Stall(point: point, duration: duration) }
    }

    /// Closes the connection at `point`; a stall at the same point comes first.
    package func cut(_ point: Point, by closing: FaultyServer.Closing = .fin) -> Self {
        with { $0.cut = Cut(point: point, closing: closing) }
    }

    /// Sends the body in pieces of `bytes` with a pause between two of them.
    package func dripping(_ bytes: Int, every pause: Duration) -> Self {
        with { $0.drip = Drip(bytes: max(1, bytes), pause: pause) }
    }

    /// Sends the body with `Transfer-Encoding: chunked`, or marks its end by closing the connection.
    package func framed(_ framing: Framing) -> Self {
        with { $0.framing = framing }
    }

    /// Adds `count` header fields of `bytes` each, name, colon and line end included.
    package func flooded(headers count: Int, of bytes: Int) -> Self {
        with { response in
            for number in 1...max(1, count) {
                let name = "X-Flood-\(number)"
                let value = String(repeating: "f", count: max(0, bytes - name.utf8.count - 4))
                response.headers.append(name, value)
            }
        }
    }

    /// Sets one header field, in place of any of that name.
    package func header(_ name: String, _ value: String) -> Self {
        with { $0.headers[name] = value }
    }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}
