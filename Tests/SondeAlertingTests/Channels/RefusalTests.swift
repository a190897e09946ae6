import SondeCore
import SondeTestSupport
import Testing

@testable import SondeAlerting

/// What an answer, or none, means for the message.
@Suite struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var answer: String
        var isPermanent: Bool
        var retryAfter: Duration?
        var says: String

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "wait so many seconds", answer: #"{"status": 429, "headers": {"Retry-After": "30"}, "body": "slow"}"#,
            isPermanent: false, retryAfter: .seconds(30), says: "slack answered with status 429: slow"),
        Case(
            name: "wait until then", answer: #"{"status": 503, "headers": {"Retry-After": {"date-in": 3600}}}"#,
            isPermanent: false, retryAfter: .seconds(3600), says: "slack answered with status 503: ok"),
        Case(
            name: "wait for years", answer: #"{"status": 429, "headers": {"Retry-After": "1e300"}, "body": ""}"#,
            isPermanent: false, retryAfter: .seconds(86_400), says: "slack answered with status 429."),
        Case(
            name: "wait for nonsense", answer: #"{"status": 429, "headers": {"Retry-After": "soon"}, "body": ""}"#,
            isPermanent: false, says: "slack answered with status 429."),
        Case(
            name: "server's own trouble", answer: #"{"status": 500, "body": "<html>\n<b>oops</b>\u0007</html>"}"#,
            isPermanent: false, says: "slack answered with status 500: <html> <b>oops</b> </html>"),
        Case(
            name: "request timeout", answer: #"{"status": 408, "body": ""}"#, isPermanent: false,
            says: "slack answered with status 408."),
        Case(
            name: "gone", answer: #"{"status": 404, "body": "no_service"}"#, isPermanent: true,
            says: "slack answered with status 404: no_service"),
        Case(
            name: "moved", answer: #"{"status": 302, "headers": {"Location": "/elsewhere"}, "body": ""}"#,
            isPermanent: true,
            says: "slack answered with status 302, a redirect; write the address that it leads to."),
        Case(
            name: "repeats the secret",
            answer: #"{"status": 403, "body": "/slack-webhook/hook-4711-T0psecret-0123456789ab is off"}"#,
            isPermanent: true, says: "slack answered with status 403: /***/*** is off"),
        Case(
            name: "closes the connection", answer: #"{"fault": "close"}"#, isPermanent: false,
            says: "slack could not be reached. 127.0.0.1:"),
        Case(
            name: "never answers", answer: #"{"fault": "hold"}"#, isPermanent: false,
            says: "slack could not be reached. "),
    ]

    @Test(arguments: cases)
    func answersAreJudged(_ sample: Case) async throws {
        let receiver = try await WebhookReceiver(answers: "[\(sample.answer)]")
        let options: [String: ChannelOptions.Value] =
            sample.name == "never answers" ? ["client": .client(ClientOptions(timeout: .milliseconds(300)))] : [:]
        let channel = try ChannelSamples.channel("slack", at: receiver.url, options)
        let fault = try #require(await receiver.fault(of: channel, ChannelSamples.message()))
        #expect(fault.sentence.hasPrefix(sample.says), "\(fault.sentence)")
        #expect(fault.isPermanent == sample.isPermanent)
        #expect(fault.retryAfter == sample.retryAfter)
    }

    @Test("A long answer is cut")
    func longAnswerIsCut() async throws {
        let words = String(repeating: "word ", count: 500)
        let receiver = try await WebhookReceiver(answers: #"[{"status": 400, "body": "\#(words)"}]"#)
        let fault = await receiver.fault(
            of: try ChannelSamples.channel("teams", at: receiver.url), ChannelSamples.message())
        let sentence = try #require(fault?.sentence)
        #expect(sentence.hasSuffix("…"))
        #expect(sentence.count < 340)
    }

    @Test("No fault shows a secret, and each can be tried again", arguments: ChannelSamples.names)
    func refusedConnection(name: String) async throws {
        let port = try RefusingPort()
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel(name, at: port.url)
        let fault = try #require(await receiver.fault(of: channel, ChannelSamples.message()))
        #expect(!fault.isPermanent)
        #expect(fault.sentence.hasSuffix("could not be reached. Connection refused by 127.0.0.1:\(port.port)."))
        #expect(!fault.sentence.contains("4711"))
    }

    @Test("A server that repeats all that it was sent shows no secret", arguments: ChannelSamples.names)
    func repeatedSecret(name: String) async throws {
        let words = #"{\"ok\":false,\"error\":\"not \#(ChannelSamples.secret)\"}"#
        let receiver = try await WebhookReceiver(answers: #"[{"status": 400, "body": "\#(words)"}]"#)
        let channel = try ChannelSamples.channel(name, at: receiver.url)
        let fault = try #require(await receiver.fault(of: channel, ChannelSamples.message()))
        #expect(fault.isPermanent)
        #expect(fault.sentence.contains("status 400"))
        // An Alertmanager has no secret, and nothing is cut out.
        #expect(fault.sentence.contains("T0psecret") == (name == "alertmanager"))
    }
}
