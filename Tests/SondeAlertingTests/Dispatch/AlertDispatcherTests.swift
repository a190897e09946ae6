import SondeCore
import SondeTestSupport
import Synchronization
import Testing

@testable import SondeAlerting

@Suite("The dispatcher", .timeLimit(.minutes(5)))
struct AlertDispatcherTests {
    @Test("what is stored is sent once, noted and reported")
    func sent() async throws {
        let stage = try await DispatchStage()
        let told = notice("orders", alone: true)
        try await stage.run {
            await stage.dispatcher.stored([told])
            try await stage.outbox.notes.wait(atLeast: 1)
            try await stage.source.reports.wait(atLeast: 1)
            // The commit of what became of it comes back as well.
            await stage.dispatcher.stored(stage.outbox.notedNotices + [told])
        }
        let messages = try stage.messages()
        #expect(messages.map(\.names) == [["orders"]])
        #expect(messages.map(\.key) == [told.id])
        #expect(stage.outbox.notedNotices.map(\.state) == [.sent])
        #expect(stage.source.deliveredNotices.map(\.id) == [told.id])
    }

    @Test("a bundle's key is stored before it is sent, and what it tells is what is known then")
    func bundle() async throws {
        let stage = try await DispatchStage()
        let group = incident("g", scope: .host)
        stage.source.know(group, incident("a", parent: group.id), incident("b", parent: group.id), incident("c"))
        try await stage.run {
            await stage.dispatcher.stored([notice("a"), notice("b", at: 1), notice("c", at: 2)])
            await stage.clock.advance(by: .seconds(3))
            try await stage.outbox.notes.wait(atLeast: 1)
        }
        // Moved by one second at a time or by all three at once, the clock decides what was due together.
        let messages = try stage.messages()
        #expect(Set(messages.flatMap(\.names)) == ["a", "b", "c"])
        let stored = stage.outbox.storedNotices
        #expect(Set(stored.compactMap(\.message)) == Set(messages.map(\.key)))
        #expect(stored.allSatisfy { $0.state == .waiting })
    }

    @Test("a message that waits from before a restart has the key that was stored")
    func restart() async throws {
        let stage = try await DispatchStage()
        var (first, second) = (notice("a"), notice("b"))
        (first.message, second.message) = ("2-key", "2-key")
        try await stage.run {
            await stage.dispatcher.take([first, second])
            try await stage.outbox.notes.wait(atLeast: 2)
        }
        let messages = try stage.messages()
        #expect(messages.map(\.key) == ["2-key"])
        #expect(messages.map { Set($0.names) } == [["a", "b"]])
        #expect(stage.outbox.storedNotices.isEmpty)
    }

    @Test("what fails is tried again under the same key, and its words are kept")
    func retried() async throws {
        let tries = Mutex(0)
        let stage = try await DispatchStage { _ in
            tries.withLock { tries in
                tries += 1
                return tries < 3 ? .status(503) : .status(202)
            }
        }
        let told = notice("orders", alone: true)
        try await stage.run {
            await stage.dispatcher.stored([told])
            for attempt in 1...2 {
                try await stage.outbox.notes.wait(atLeast: attempt)
                await stage.clock.advance(by: .seconds(10))
            }
            try await stage.outbox.notes.wait(atLeast: 3)
        }
        #expect(try stage.messages().map(\.key) == [told.id, told.id, told.id])
        let noted = stage.outbox.notedNotices
        #expect(noted.map(\.state) == [.waiting, .waiting, .sent])
        #expect(noted.map(\.attempts) == [1, 2, 2])
        #expect(noted[0].fault?.contains("503") == true)
        #expect(noted[2].fault == nil)
    }

    @Test("a channel that never answers holds up no other")
    func deadChannel() async throws {
        let stage = try await DispatchStage { request in
            request.path == "/dead" ? .ok.stalled(.start) : .status(202)
        }
        try await stage.run(["dead", "chat"]) {
            await stage.dispatcher.stored([
                notice("a", alone: true, channel: "dead"), notice("a", alone: true, channel: "chat"),
            ])
            try await stage.outbox.notes.wait(atLeast: 1)
            #expect(stage.outbox.notedNotices.map(\.channel) == ["chat"])
        }
    }

    @Test("what is refused for good is a dead letter, and may be tried again")
    func deadLetter() async throws {
        let isOpen = Mutex(false)
        let stage = try await DispatchStage { _ in isOpen.withLock { $0 } ? .status(202) : .status(403) }
        try await stage.run {
            await stage.dispatcher.stored([notice("orders", alone: true)])
            try await stage.source.reports.wait(atLeast: 1)
            #expect(stage.source.deliveredNotices.map(\.state) == [.dead])
            let failing = await stage.dispatcher.statuses
            #expect(failing.map(\.dead) == [1])
            #expect(failing[0].fault?.contains("403") == true)
            isOpen.withLock { $0 = true }
            var again = notice("orders", alone: true)
            again.state = .waiting
            await stage.dispatcher.take([again])
            try await stage.source.reports.wait(atLeast: 2)
            let working = await stage.dispatcher.statuses
            #expect(working.map(\.fault) == [nil])
            #expect(working.map(\.sent) == [1])
        }
        #expect(try stage.messages().count == 2)
    }

    @Test("what was withdrawn before it was due is never sent")
    func withdrawn() async throws {
        let stage = try await DispatchStage()
        let held = notice("a", due: 10)
        try await stage.run {
            await stage.dispatcher.stored([held, notice("b", due: 10)])
            await stage.dispatcher.withdraw([held])
            await stage.clock.advance(by: .seconds(11))
            try await stage.outbox.notes.wait(atLeast: 1)
        }
        #expect(try stage.messages().map(\.names) == [["b"]])
    }

    @Test("what waits for a channel that is not configured goes out when it is")
    func orphans() async throws {
        let stage = try await DispatchStage()
        try await stage.run([]) {
            await stage.dispatcher.stored([notice("orders", alone: true)])
            try await stage.dispatcher.update([stage.configuration("chat")], pageURL: nil)
            try await stage.outbox.notes.wait(atLeast: 1)
        }
        #expect(try stage.messages().map(\.names) == [["orders"]])
    }

    @Test("what comes while a channel changes is not lost, and what is withdrawn then is not sent")
    func duringAChange() async throws {
        let stage = try await DispatchStage { $0.path == "/old" ? .ok.stalled(.start) : .status(202) }
        try await stage.run([]) {
            try await stage.dispatcher.update([stage.configuration("chat", path: "old")], pageURL: nil)
            let withdrawn = notice("withdrawn", at: 1, due: 100)
            await stage.dispatcher.stored([notice("slow", alone: true), withdrawn])
            try await stage.server.waitForRequests(1)
            // Waits for the message that is under way.
            let change = Task {
                try await stage.dispatcher.update([stage.configuration("chat", path: "new")], pageURL: nil)
            }
            while await !stage.dispatcher.statuses.isEmpty { await Task.yield() }
            await stage.dispatcher.stored([notice("late", at: 2, alone: true)])
            await stage.dispatcher.withdraw([withdrawn])
            try await change.value
            try await stage.server.waitForRequests(2)
            await stage.clock.advance(by: .seconds(200))
            try await stage.source.reports.wait(atLeast: 2)
        }
        #expect(Set(try stage.messages("new").flatMap(\.names)) == ["late", "slow"])
    }

    @Test("a channel that changes takes over what waited")
    func changed() async throws {
        let stage = try await DispatchStage { $0.path == "/old" ? .status(503) : .status(202) }
        try await stage.run([]) {
            try await stage.dispatcher.update([stage.configuration("chat", path: "old")], pageURL: nil)
            await stage.dispatcher.stored([notice("orders", alone: true)])
            try await stage.outbox.notes.wait(atLeast: 1)
            try await stage.dispatcher.update([stage.configuration("chat", path: "new")], pageURL: nil)
            try await stage.outbox.notes.wait(atLeast: 2)
        }
        #expect(try stage.messages("new").map(\.names) == [["orders"]])
    }
}
