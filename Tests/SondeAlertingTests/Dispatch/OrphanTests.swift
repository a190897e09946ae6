import SondeCore
import SondeTestSupport
import Testing

@testable import SondeAlerting

@Suite("What waits for a channel that is gone", .timeLimit(.minutes(5)))
struct OrphanTests {
    @Test("is given up after a day, noted and reported")
    func givenUp() async throws {
        let stage = try await DispatchStage()
        try await stage.run([]) {
            await stage.dispatcher.stored([notice("orders", alone: true, channel: "gone")])
            try await stage.clock.waitForSleepers(1)
            await stage.clock.advance(by: .seconds(86_399))
            #expect(stage.outbox.notedNotices.isEmpty)
            await stage.clock.advance(by: .seconds(1))
            try await stage.source.reports.wait(atLeast: 1)
        }
        let noted = stage.outbox.notedNotices
        #expect(noted.map(\.state) == [.dead])
        #expect(noted.map(\.fault) == ["The channel gone is configured no longer."])
        #expect(noted.map(\.endedAt) == [after(86_400)])
        #expect(stage.source.deliveredNotices == noted)
    }

    @Test("is given up after a restart too, at once where the day is over, and not where it is to come")
    func restarted() async throws {
        let stage = try await DispatchStage()
        await stage.dispatcher.take([
            notice("old", at: -90_000, alone: true, channel: "gone"), notice("new", alone: true, channel: "gone"),
        ])
        try await stage.run([]) {
            try await stage.source.reports.wait(atLeast: 1)
        }
        #expect(stage.outbox.notedNotices.map(\.incident.endpoint) == ["old"])
    }

    @Test("goes out when the channel comes back within the day")
    func back() async throws {
        let stage = try await DispatchStage()
        try await stage.run([]) {
            await stage.dispatcher.stored([notice("orders", alone: true)])
            try await stage.clock.waitForSleepers(1)
            await stage.clock.advance(by: .seconds(86_000))
            try await stage.dispatcher.update([stage.configuration("chat")], pageURL: nil)
            try await stage.outbox.notes.wait(atLeast: 1)
        }
        #expect(stage.outbox.notedNotices.map(\.state) == [.sent])
        #expect(try stage.messages().map(\.names) == [["orders"]])
    }

    @Test("is given up when the channel is taken out of the configuration while it waits")
    func removed() async throws {
        let stage = try await DispatchStage()
        try await stage.run {
            await stage.dispatcher.stored([notice("held", due: 30)])
            try await stage.dispatcher.update([], pageURL: nil)
            try await stage.clock.waitForSleepers(1)
            await stage.clock.advance(by: .seconds(86_430))
            try await stage.source.reports.wait(atLeast: 1)
        }
        #expect(stage.outbox.notedNotices.map(\.state) == [.dead])
    }

    @Test("is forgotten when there is nothing to tell any more")
    func withdrawn() {
        var orphans = Orphans()
        orphans.take([notice("a", channel: "gone"), notice("b", channel: "gone")])
        orphans.remove([notice("a", channel: "gone").id])
        var dropped = notice("b", channel: "gone")
        dropped.state = .dropped
        orphans.take([dropped])
        #expect(orphans.deadline == nil)
    }
}
