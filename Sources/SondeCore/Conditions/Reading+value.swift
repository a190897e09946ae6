extension Operand {
    /// The value of this side. A matcher has none: it is asked what it accepts.
    func value(in response: ConditionContext) -> ConditionValue {
        switch self {
        case .reading(let reading): reading.value(in: response)
        case .literal(let literal): .literal(literal)
        case .matcher(_, let source): .text(source)
        }
    }
}

extension Reading {
    func value(in response: ConditionContext) -> ConditionValue {
        if case .body(let path) = placeholder { return bodyValue(at: path, in: response) }
        let plain = plainValue(in: response)
        switch (function, plain) {
        case (nil, _), (_, .unknown(noResponse)): return plain
        case (.has, .missing), (.has, .unknown): return .text("false")
        case (.has, _): return .text("true")
        case (.length, .missing), (.length, .unknown): return plain
        case (.length, _): return .integer(Int64(plain.text.utf8.count))
        }
    }

    private func plainValue(in response: ConditionContext) -> ConditionValue {
        switch placeholder {
        case .status: response.status.map { .integer(Int64($0)) } ?? .unknown("none")
        case .responseTime: milliseconds(response.responseTime)
        case .connected: .text(response.connected ? "true" : "false")
        case .remoteAddress: response.remoteAddress.map { .text($0) } ?? .unknown("none")
        case .certificateExpiration: milliseconds(response.certificateExpiration)
        case .header(let name):
            if response.status == nil {
                .unknown(noResponse)
            } else {
                response.header(name).map { .text($0) } ?? .missing("missing")
            }
        case .body: .text(response.bodyText)
        case .dns: milliseconds(response.phases.dns)
        case .connect: milliseconds(response.phases.connect)
        case .tls: milliseconds(response.phases.tls)
        case .ttfb: milliseconds(response.phases.ttfb)
        case .transfer: milliseconds(response.phases.transfer)
        }
    }

    private func bodyValue(at path: JSONPath, in response: ConditionContext) -> ConditionValue {
        guard response.status != nil else { return .unknown(noResponse) }
        if path.steps.isEmpty { return wholeBody(of: response) }
        switch (response.json, function) {
        case (.failure, .has): return .text("false")
        case (.failure(let failure), _): return .unknown(failure.reason)
        case (.success(let document), .has): return .text(document.has(path) ? "true" : "false")
        case (.success(let document), .length): return document.length(at: path)
        case (.success(let document), nil): return document.value(at: path)
        }
    }

    private func wholeBody(of response: ConditionContext) -> ConditionValue {
        switch function {
        case nil: return .text(response.bodyText)
        case .has: return .text(response.bodyText.isEmpty ? "false" : "true")
        case .length:
            // Only an array is counted; a JSON text or object is as long as the body is.
            if response.bodyText.utf8.first == UInt8(ascii: "["), case .success(let document) = response.json {
                return document.length(at: JSONPath(steps: []))
            }
            return .integer(Int64(response.body.count))
        }
    }
}

private let noResponse = "no response"

/// From whole microseconds, as clocks deliver them: 1.5 ms is exactly 1.5, as it is in a condition.
private func milliseconds(_ duration: Duration?) -> ConditionValue {
    duration.map { .number(Double($0.microseconds) / 1000) } ?? .unknown("none")
}
