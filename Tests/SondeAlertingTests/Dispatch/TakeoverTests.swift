import Foundation
import SondeCore
import SondeTestSupport
import Testing

@testable import SondeAlerting

@Suite("A channel that changes", .timeLimit(.minutes(5)))
struct TakeoverTests {
    private static func configuration(_ stage: DispatchStage, chat: String = "-100", title: String? = nil)
        -> ChannelConfiguration
    {
        ChannelConfiguration(
            name: "chat", type: "telegram",
            options: ChannelOptions([
                "token": .secret(Secret("1234:abcdefghijklmnopqrstuvwxyzabcdefghi")), "id": .text(chat),
                "api-url": .text(stage.server.url),
            ]),
            template: title.map { MessageTemplate(title: $0) }, messagesPerMinute: 10_000)
    }

    /// Whether the message of the end answers that of the beginning, after a change of the channel.
    private func answersFirst(_ change: @Sendable (DispatchStage) async throws -> Void) async throws -> Bool {
        let stage = try await DispatchStage { _ in
            .ok(json: #"{"ok": true, "result": {"message_id": 42}}"#)
        }
        try await stage.run([]) {
            try await stage.dispatcher.update([Self.configuration(stage)], pageURL: nil)
            await stage.dispatcher.stored([notice("orders", alone: true)])
            try await stage.outbox.notes.wait(atLeast: 1)
            try await change(stage)
            await stage.dispatcher.stored([notice("orders", .resolved, at: 1, due: 0, alone: true)])
            try await stage.outbox.notes.wait(atLeast: 2)
        }
        let last = try #require(stage.server.requests.last)
        return String(decoding: last.body, as: UTF8.self).contains(#""message_id":42"#)
    }

    @Test("keeps what the other side gave back, when other words go to the same people")
    func words() async throws {
        #expect(
            try await answersFirst {
                try await $0.dispatcher.update([Self.configuration($0, title: "{{endpoint}}")], pageURL: nil)
            })
    }

    @Test("keeps it when the address of the page changes")
    func page() async throws {
        #expect(
            try await answersFirst {
                try await $0.dispatcher.update([Self.configuration($0)], pageURL: "https://sonde.example.com")
            })
    }

    @Test("answers nothing of other people")
    func people() async throws {
        let answers = try await answersFirst {
            try await $0.dispatcher.update([Self.configuration($0, chat: "-200")], pageURL: nil)
        }
        #expect(!answers)
    }

    @Test("under another address of the page goes on, and links there")
    func goesOn() async throws {
        let stage = try await DispatchStage()
        try await stage.run {
            await stage.dispatcher.stored([notice("a", alone: true)])
            try await stage.outbox.notes.wait(atLeast: 1)
            try await stage.dispatcher.update([stage.configuration("chat")], pageURL: "https://other.example.com")
            await stage.dispatcher.stored([notice("b", alone: true)])
            try await stage.outbox.notes.wait(atLeast: 2)
            let statuses = await stage.dispatcher.statuses
            #expect(statuses.map(\.sent) == [2])
        }
        let last = try #require(stage.server.requests.last)
        #expect(String(decoding: last.body, as: UTF8.self).contains("https://other.example.com/incidents/i-b"))
    }

    @Test("a notice of the store that is due more than a day ahead is due now; a digest is not")
    func wrongClock() async throws {
        let stage = try await DispatchStage()
        try await stage.run {
            await stage.dispatcher.take([
                notice("a", due: 200_000, alone: true), notice("b", .digest, due: 200_000),
                notice("c", due: 80_000, alone: true),
            ])
            try await stage.outbox.notes.wait(atLeast: 1)
            let statuses = await stage.dispatcher.statuses
            #expect(statuses.map(\.waiting) == [2])
        }
        #expect(try stage.messages().map(\.names) == [["a"]])
    }

    @Test("what waits for a channel that keeps incidents apart is asked for once")
    func cost() async throws {
        let stage = try await DispatchStage()
        let count = 200
        let options = ChannelOptions([
            "url": .secret(Secret("\(stage.server.url)/chat")), "method": .text("POST"), "body": .secret(Secret("x")),
        ])
        let configuration = ChannelConfiguration(
            name: "chat", type: "custom", options: options, messagesPerMinute: 10_000)
        try await stage.run([]) {
            try await stage.dispatcher.update([configuration], pageURL: nil)
            await stage.dispatcher.stored((0..<count).map { notice("e\($0)") })
            try await stage.outbox.notes.wait(atLeast: count)
        }
        #expect(stage.server.requests.count == count)
        #expect(stage.source.askedIncidents == count)
    }
}
