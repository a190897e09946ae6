import SondeCore
import Testing

@testable import SondeAlerting

@Suite("What waits for a channel")
struct ChannelQueueTests {
    private static let down = DeliveryFault("The server answered 503.")
    private static let refused = DeliveryFault("The server answered 403.", isPermanent: true)

    // MARK: What goes together

    @Test("what is due goes together")
    func together() {
        let queue = ChannelQueue(notice("a"), notice("b", at: 1), notice("c", at: 2, due: 30))
        let first = queue.endpoints(at: 10)
        #expect(first == ["a", "b"])
    }

    @Test("what was to go alone goes alone, under its own id")
    func alone() throws {
        let queue = ChannelQueue(notice("a", alone: true), notice("b", at: 1))
        let parcel = try #require(queue.parcel(at: 10))
        #expect(parcel.notices.map(\.incident.endpoint) == ["a"])
        #expect(parcel.key == "a.opened.chat.0.0")
        #expect(!parcel.isNew)
    }

    @Test("what opens and what is over are two messages")
    func events() {
        let queue = ChannelQueue(notice("a"), notice("b", .resolved, at: 1), notice("c", .reminder, at: 2))
        let first = queue.endpoints(at: 10)
        #expect(first == ["a", "c"])
    }

    @Test("a channel that keeps incidents apart gets a message for each story")
    func apart() throws {
        var queue = ChannelQueue(
            combines: false, notice("a", parent: "g"), notice("b", at: 1, parent: "g"), notice("c", at: 2))
        let group = try #require(queue.parcel(at: 10))
        #expect(group.notices.map(\.incident.endpoint) == ["a", "b"])
        queue.succeeded(group)
        let other = queue.endpoints(at: 10)
        #expect(other == ["c"])
    }

    @Test("the key of several is the same for the same, and no notice's id")
    func keys() throws {
        let queue = ChannelQueue(notice("a"), notice("b", at: 1))
        let reversed = ChannelQueue(notice("b", at: 1), notice("a"))
        let single = ChannelQueue(notice("a"))
        let keys = try [#require(queue.parcel(at: 9)).key, #require(reversed.parcel(at: 9)).key]
        #expect(keys[0] == keys[1])
        let alone = try #require(single.parcel(at: 9))
        #expect(alone.key != keys[0] && alone.key != alone.notices[0].id && alone.isNew)
    }

    @Test("what has a key already keeps it, whatever has come meanwhile")
    func storedKey() throws {
        var (first, second) = (notice("a"), notice("b", at: 1))
        (first.message, second.message) = ("k", "k")
        let queue = ChannelQueue(first, second, notice("c", at: 2))
        let parcel = try #require(queue.parcel(at: 10))
        #expect(parcel.key == "k" && !parcel.isNew)
        #expect(parcel.notices.map(\.incident.endpoint) == ["a", "b"])
    }

    // MARK: Order

    @Test("the end waits for the beginning that was not taken yet")
    func order() throws {
        var queue = ChannelQueue(notice("a", alone: true))
        let opening = try #require(queue.parcel(at: 0))
        _ = queue.failed(opening, Self.down, at: after(0), jitter: 1)
        queue.add(notice("a", .resolved, at: 0.5, alone: true))
        queue.add(notice("b", at: 0.6, alone: true))
        let others = queue.endpoints(at: 1)
        #expect(others == ["b"])
        queue.succeeded(try #require(queue.parcel(at: 1)))
        let first = try #require(queue.parcel(at: 1))
        #expect(first.notices.map(\.event) == [.opened])
        queue.succeeded(first)
        let last = try #require(queue.parcel(at: 1))
        #expect(last.notices.map(\.event) == [.resolved])
    }

    @Test("a digest holds up nothing")
    func digest() {
        let queue = ChannelQueue(notice("a", .digest, due: 300), notice("a", .opened, at: 1, alone: true))
        let first = queue.endpoints(at: 1)
        #expect(first == ["a"])
    }

    @Test("a message that is never taken holds up no other")
    func poison() throws {
        var queue = ChannelQueue(notice("bad", alone: true), notice("a", at: 1, alone: true))
        let bad = try #require(queue.parcel(at: 1))
        _ = queue.failed(bad, Self.down, at: after(1), jitter: 0)
        let next = queue.endpoints(at: 20)
        #expect(next == ["a"])
    }

    // MARK: Faults

    @Test("pauses double up to an hour, and chance takes at most half of each")
    func pauses() {
        for (attempts, seconds) in [(1, 1.0), (2, 2), (5, 16), (12, 2048), (13, 3600), (40, 3600)] {
            #expect(Backoff.pause(attempts: attempts, asked: nil, jitter: 1).seconds == seconds)
            #expect(Backoff.pause(attempts: attempts, asked: nil, jitter: 0).seconds == seconds / 2)
        }
    }

    @Test("the server's own wish is followed, up to a day")
    func retryAfter() throws {
        var queue = ChannelQueue(notice("a", alone: true))
        let parcel = try #require(queue.parcel(at: 0))
        let fault = DeliveryFault("Slow down.", retryAfter: .seconds(90))
        _ = queue.failed(parcel, fault, at: after(0), jitter: 0)
        let early = queue.parcel(at: 89)
        let late = queue.endpoints(at: 90)
        #expect(early == nil)
        #expect(late == ["a"])
        #expect(Backoff.pause(attempts: 1, asked: .seconds(1e9), jitter: 0) == .seconds(86_400))
    }

    @Test("a fault counts the try and keeps the server's words")
    func counted() throws {
        var queue = ChannelQueue(notice("a", alone: true))
        let notices = queue.failed(try #require(queue.parcel(at: 0)), Self.down, at: after(0), jitter: 0)
        #expect(notices.map(\.attempts) == [1])
        #expect(notices.map(\.fault) == ["The server answered 503."])
        #expect(notices.map(\.state) == [.waiting])
        #expect(queue.waiting.count == 1)
    }

    @Test("what is refused for good is a dead letter at once, and holds up nothing")
    func permanent() throws {
        var queue = ChannelQueue(notice("a", alone: true), notice("b", at: 1, alone: true))
        let notices = queue.failed(try #require(queue.parcel(at: 1)), Self.refused, at: after(1), jitter: 1)
        #expect(notices.map(\.state) == [.dead])
        #expect(notices[0].endedAt == after(1))
        let next = queue.endpoints(at: 1)
        #expect(next == ["b"])
    }

    @Test("what nobody has taken for a day is a dead letter")
    func patience() throws {
        var queue = ChannelQueue(notice("a", alone: true))
        let parcel = try #require(queue.parcel(at: 0))
        let early = queue.failed(parcel, Self.down, at: after(86_399), jitter: 0)
        #expect(early.map(\.state) == [.waiting])
        let late = queue.failed(parcel, Self.down, at: after(86_400), jitter: 0)
        #expect(late.map(\.state) == [.dead])
        let rest = queue.next(at: after(90_000))
        #expect(rest == .wait(until: nil))
    }

    @Test("the channel's pause ends with the first message that it takes")
    func recovery() throws {
        var queue = ChannelQueue(notice("a", alone: true), notice("b", at: 1, alone: true))
        for second in [1.0, 10, 30] {
            _ = queue.failed(try #require(queue.parcel(at: second)), Self.down, at: after(second), jitter: 1)
        }
        let pause = queue.pause(at: 31)
        #expect(pause == after(34))
        let parcel = try #require(queue.parcel(at: 40))
        queue.succeeded(parcel)
        let next = queue.parcel(at: 40)
        #expect(next != nil)
    }

    // MARK: Rate and time

    @Test("no more than the rate goes, a quarter of a minute's at once")
    func rate() {
        var limit = RateLimit(perMinute: 8)
        for _ in 0..<2 {
            let free = limit.earliest(at: after(0))
            #expect(free == after(0))
            limit.take(at: after(0))
        }
        let next = limit.earliest(at: after(0))
        #expect(next == after(7.5))
        let still = limit.earliest(at: after(2.5))
        #expect(still == after(7.5))
        limit.take(at: after(7.5))
        let afterwards = limit.earliest(at: after(7.5))
        #expect(afterwards == after(15))
    }

    @Test("what is not due is waited for, or for ever where nothing waits")
    func waiting() {
        var queue = ChannelQueue(notice("a", due: 30))
        let until = queue.pause(at: 1)
        #expect(until == after(30))
        queue.remove("a.opened.chat.0.0")
        let rest = queue.next(at: after(100))
        #expect(rest == .wait(until: nil))
    }

    @Test("what is known already is not taken twice")
    func known() throws {
        var queue = ChannelQueue(notice("a", alone: true))
        _ = queue.failed(try #require(queue.parcel(at: 0)), Self.down, at: after(0), jitter: 0)
        queue.add(notice("a", alone: true))
        #expect(queue.waiting.values.map(\.attempts) == [1])
    }
}
