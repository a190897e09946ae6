import SondeCore
import Testing

@testable import SondeAlerting

@Suite("What waits for a channel while the clock is set back")
struct ChannelQueueClockTests {
    private static let busy = DeliveryFault("Slow down.", retryAfter: .seconds(3600))

    private func failing(at second: Double) throws -> ChannelQueue {
        var queue = ChannelQueue(notice("a", alone: true))
        guard case .send(let parcel) = queue.next(at: after(second)) else { throw NothingToSend() }
        _ = queue.failed(parcel, Self.busy, at: after(second), jitter: 1)
        return queue
    }

    @Test("by more than a minute: the pause and the next try are forgotten")
    func pause() throws {
        var queue = try failing(at: 10_000)
        let before = queue.next(at: after(10_001))
        #expect(before == .wait(until: after(13_600)))
        let afterwards = queue.next(at: after(9_900))
        guard case .send(let parcel) = afterwards else {
            Issue.record("\(afterwards)")
            return
        }
        #expect(parcel.notices.map(\.attempts) == [1])
        #expect(queue.pausedUntil == nil)
    }

    @Test("by less than a minute nothing changes")
    func slightly() throws {
        var queue = try failing(at: 10_000)
        let step = queue.next(at: after(9_950))
        #expect(step == .wait(until: after(13_600)))
    }

    @Test("what was sent in the future counts for no rate")
    func rate() {
        var queue = ChannelQueue(combines: true, messagesPerMinute: 1)
        queue.add(notice("a", alone: true))
        queue.begin(at: after(10_000))
        let before = queue.next(at: after(10_000))
        #expect(before == .wait(until: after(10_060)))
        let endpoints = queue.endpoints(at: 5_000)
        #expect(endpoints == ["a"])
    }

    @Test("what was due stays due, and what was held is held for as long as before")
    func held() {
        var queue = ChannelQueue(notice("due", at: 9_990), notice("held", at: 9_990, due: 10_030))
        _ = queue.next(at: after(10_000))
        let now = queue.endpoints(at: 500)
        #expect(now == ["due"])
        _ = queue.next(at: after(500))
        queue.remove("due.opened.chat.9990.0")
        let until = queue.pause(at: 501)
        #expect(until == after(530))
    }
}

private struct NothingToSend: Error {}
