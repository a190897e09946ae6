import SondeCore
import SondeTestSupport
import Testing

@testable import SondeAlerting

@Suite struct WebhookTests {
    @Test("Another program finds the signature valid, and no other one")
    func signature() async throws {
        for (secret, verdict) in [("key-of-signatures", "valid"), ("another key", "invalid")] {
            let receiver = try await WebhookReceiver(secret: secret)
            let channel = try ChannelSamples.channel("webhook", at: receiver.url)
            let request = try #require(try await receiver.requests(of: channel, ChannelSamples.hostile).first)
            #expect(request.signature == verdict)
        }
    }

    @Test("The time of the signature is that of sending")
    func signatureTime() async throws {
        let receiver = try await WebhookReceiver(secret: "s")
        var channel = try WebhookChannel(
            ChannelOptions([
                "url": .secret(Secret("\(receiver.url)/webhook")), "secret": .secret(Secret("s")),
                "client": .client(ChannelSamples.patience),
            ]))
        channel.clock = ManualClock()
        let request = try #require(try await receiver.requests(of: channel, ChannelSamples.message()).first)
        #expect(request.headers["sonde-signature"]?.hasPrefix("t=1767571200,v1=") == true)
        #expect(request.signature == "valid")
    }

    @Test("A time in JSON has no more digits than were measured", arguments: [121_000, 47_900, 1_234_567, 1001])
    func figures(_ microseconds: Int) throws {
        let time = Duration.microseconds(microseconds)
        let health = EndpointHealth(name: "orders", state: .up, probes: 4, failures: 0, median: time, max: time)
        let document = AlertDocument.value(of: AlertSamples.message(health: [health]))
        let text = String(decoding: document.bytes, as: UTF8.self)
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1000)
        let digits = String(String(1000 + rest).dropFirst().reversed().drop { $0 == "0" }.reversed())
        #expect(text.contains(#""max_ms":\#(whole)\#(digits.isEmpty ? "" : ".\(digits)"),"#))
    }

    @Test("The same message has the same key and the same body each time")
    func repetition() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("webhook", at: receiver.url)
        let message = ChannelSamples.message()
        let requests = try await receiver.requests(of: channel, message, message)
        #expect(requests.map { $0.headers["idempotency-key"] } == [message.key, message.key])
        #expect(requests[0].body == requests[1].body)
    }

    @Test("Without a secret nothing is signed; headers and method are the configuration's")
    func headers() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try WebhookChannel(
            ChannelOptions([
                "url": .secret(Secret("\(receiver.url)/webhook")), "method": .text("PUT"),
                "client": .client(ChannelSamples.patience),
                "headers": .headers([
                    .init(name: "X-Team", value: Secret("night")),
                    .init(name: "idempotency-key", value: Secret("mine")),
                ]),
            ]))
        let request = try #require(try await receiver.requests(of: channel, ChannelSamples.message()).first)
        #expect(request.method == "PUT")
        #expect(request.signature == nil)
        #expect(request.headers["x-team"] == "night")
        #expect(request.headers["idempotency-key"] == "mine")
        #expect(request.headers["content-type"] == "application/json; charset=utf-8")
    }

    @Test("The body of a template is its text, signed as any other")
    func template() async throws {
        let receiver = try await WebhookReceiver(secret: "key-of-signatures")
        let channel = try ChannelSamples.channel(
            "webhook", at: receiver.url, ["content-type": .text("text/plain; charset=latin1")])
        let template = MessageTemplate(text: #"{"who": "{{#incidents}}me{{/incidents}}"}"#)
        let request = try #require(
            try await receiver.requests(of: channel, ChannelSamples.message(template: template)).first)
        #expect(request.body.contains("who"))
        #expect(request.headers["content-type"] == "text/plain; charset=latin1")
        #expect(request.signature == "valid")
    }
}
