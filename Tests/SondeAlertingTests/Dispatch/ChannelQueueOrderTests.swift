import SondeCore
import Testing

@testable import SondeAlerting

@Suite("What waits for a channel, by chance")
struct ChannelQueueOrderTests {
    /// The rule in so many words: what of all that waits may go now.
    private static func mayGo(_ notice: Notice, _ waiting: [Notice], _ retries: [String: Timestamp], at now: Timestamp)
        -> Bool
    {
        guard notice.dueAt <= now, notice.message.flatMap({ retries[$0] }).map({ $0 <= now }) ?? true else {
            return false
        }
        guard notice.event != .digest,
            let first = waiting.filter({ $0.thread == notice.thread && $0.event != .digest })
                .min(by: { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) })
        else { return true }
        let isSame =
            first.message == notice.message
            && (notice.message != nil || (first.event == .resolved) == (notice.event == .resolved))
        return isSame || first.dueAt > now && notice.event != .resolved
    }

    @Test("each goes once, none before what has to go before it, and none waits that could go", arguments: 1...8)
    func chance(_ seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var queue = ChannelQueue(combines: seed % 2 == 0)
        var expected: Set<String> = []
        for number in 0..<150 {
            let event =
                [AlertEvent.opened, .opened, .raised, .resolved, .digest].randomElement(using: &chance) ?? .opened
            let notice = notice(
                "e\(number)", event, at: Double(number), due: Double(number + Int.random(in: 0...60, using: &chance)),
                alone: Bool.random(using: &chance), parent: "t\(Int.random(in: 0...40, using: &chance))")
            queue.add(notice)
            expected.insert(notice.id)
        }
        var sent: Set<String> = []
        var retries: [String: Timestamp] = [:]
        var now = after(0)
        for _ in 0..<5000 where sent != expected {
            let waiting = Array(queue.waiting.values)
            let ready = waiting.filter { Self.mayGo($0, waiting, retries, at: now) }
            switch queue.next(at: now) {
            case .wait(let until):
                if let pause = queue.pausedUntil, pause > now {
                    now = pause
                } else {
                    #expect(ready.isEmpty, "\(ready.map(\.id))")
                    now = try #require(until)
                }
            case .send(var parcel):
                let ids = Set(ready.map(\.id))
                #expect(parcel.notices.allSatisfy { ids.contains($0.id) })
                if parcel.isNew {
                    for index in parcel.notices.indices { parcel.notices[index].message = parcel.key }
                    queue.replace(parcel.notices)
                }
                if Int.random(in: 0..<4, using: &chance) == 0 {
                    _ = queue.failed(parcel, DeliveryFault("No."), at: now, jitter: 1)
                    retries[parcel.key] = now.advanced(
                        by: Backoff.pause(attempts: parcel.notices[0].attempts + 1, asked: nil, jitter: 1))
                } else {
                    queue.succeeded(parcel)
                    #expect(sent.isDisjoint(with: parcel.notices.map(\.id)))
                    sent.formUnion(parcel.notices.map(\.id))
                }
            }
        }
        #expect(sent == expected)
        let rest = queue.next(at: now)
        #expect(rest == .wait(until: nil))
    }

    @Test("a message goes without those that were withdrawn from it")
    func withdrawn() throws {
        var (first, second) = (notice("a"), notice("b", at: 1, due: 50))
        (first.message, second.message) = ("k", "k")
        var queue = ChannelQueue(first, second)
        let early = queue.pause(at: 10)
        #expect(early == after(50))
        queue.remove(second.id)
        let left = queue.endpoints(at: 10)
        #expect(left == ["a"])
    }

    @Test("one that moves under another name goes with that story")
    func moved() throws {
        var queue = ChannelQueue(combines: false, notice("a", due: 5), notice("b", due: 5, parent: "g"))
        queue.add(notice("a", due: 5, parent: "g"))
        let together = queue.endpoints(at: 5)
        #expect(together == ["a", "b"])
    }
}

/// The same numbers for the same seed (splitmix64).
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
