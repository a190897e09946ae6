import Foundation
import SondeTestSupport

/// One of the demo's APIs: what it answers, and how long it takes on a good day.
struct DemoAPI: Sendable {
    var name: String
    var isTLS = false
    /// Milliseconds before the first byte, at so many seconds since the beginning.
    var latency: @Sendable (_ seconds: Double) -> Double
    var answer: @Sendable () -> FaultyServer.Response

    /// The environment variable that tells the configuration its address.
    var variable: String { "DEMO_\(name.uppercased())" }

    static let all: [DemoAPI] = [
        DemoAPI(name: "clock", latency: { _ in spread(4, 0.15) }, answer: { .ok(json: #"{"now": "tick"}"#) }),
        DemoAPI(name: "reports", latency: { _ in spread(350, 0.08) }, answer: { .ok(bytes: 20_000) }),
        DemoAPI(
            name: "orders", latency: { spread(45 + 25 * sin($0 / 120 * 2 * .pi), 0.1) },
            answer: { .ok(json: #"{"status": "UP", "open": 17}"#) }),
        DemoAPI(name: "search", latency: { _ in spread(60, 0.5) }, answer: { .ok(bytes: 6_000) }),
        DemoAPI(
            name: "payments", latency: { _ in spread(25, 0.12) },
            answer: { Double.random(in: 0..<1) < 0.02 ? .status(500) : .ok }),
        DemoAPI(name: "catalog", latency: { _ in spread(15, 0.15) }, answer: { .ok(bytes: 400_000) }),
        DemoAPI(
            name: "accounts", isTLS: true, latency: { _ in spread(30, 0.12) }, answer: { .ok(json: #"{"id": 7}"#) }),
        DemoAPI(
            name: "inventory", latency: { _ in spread([18, 20, 22, 24].randomElement() ?? 20, 0.1) },
            answer: { .ok(json: #"{"stock": 3}"#) }),
    ]

    /// A log-normal time around its median.
    private static func spread(_ median: Double, _ sigma: Double) -> Double {
        let (first, second) = (Double.random(in: .ulpOfOne..<1), Double.random(in: 0..<1))
        let normal = (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
        return median * exp(sigma * normal)
    }
}
