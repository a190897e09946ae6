import SondeCore
import Testing

/// A condition, a response, and whether the one holds for the other.
struct ConditionCase: Sendable, CustomTestStringConvertible {
    var name: String
    var condition: String
    var response: SampleResponse
    var holds: Bool
    /// What is shown; nil where the test is not about it.
    var shows: String?

    init(
        _ name: String, _ condition: String, _ response: SampleResponse = SampleResponse(), holds: Bool = true,
        shows: String? = nil
    ) {
        self.name = name
        self.condition = condition
        self.response = response
        self.holds = holds
        self.shows = shows
    }

    var testDescription: String { name }

    /// Evaluates the condition and compares all that the case says of it.
    func check() throws {
        let outcome = try Condition(parsing: condition).evaluate(in: response.context)
        #expect(outcome.condition == condition)
        #expect(outcome.held == holds, "\(outcome.resolved)")
        if holds { #expect(outcome.resolved == condition) }
        if let shows { #expect(outcome.resolved == shows) }
    }
}

/// What a target answered; as plain as a test wants it.
struct SampleResponse: Sendable {
    var status: Int? = 200
    var time: Duration? = .milliseconds(50)
    var connected = true
    var address: String? = "192.0.2.7"
    var certificate: Duration? = .seconds(60 * 86_400)
    var body: [UInt8] = []
    var headers: [(name: String, value: String)] = []
    var phases = PhaseTimings()

    static func body(_ text: String) -> SampleResponse {
        SampleResponse(body: Array(text.utf8))
    }

    static let none = SampleResponse(status: nil, time: nil, connected: false, address: nil, certificate: nil)

    var context: ConditionContext {
        ConditionContext(
            status: status, responseTime: time, connected: connected, remoteAddress: address,
            certificateExpiration: certificate, body: body, headers: headers, phases: phases)
    }
}
