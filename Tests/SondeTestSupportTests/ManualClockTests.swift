import SondeCore
import SondeTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ManualClockTests {
    private let clock = ManualClock(now: Timestamp(seconds: 1000))

    @Test func `It stands still until it is moved`() async {
        #expect(clock.now == Timestamp(seconds: 1000))
        await clock.advance(by: .seconds(5))
        #expect(clock.now == Timestamp(seconds: 1005))
    }

    @Test func `Sleepers wake in the order of their deadlines, each at its own`() async throws {
        let woken = Recording<(asked: Double, at: Double)>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seconds in [30.0, 10, 20, 5, 25, 15] {
                group.addTask { [clock] in
                    try await clock.sleep(until: Timestamp(seconds: 1000 + seconds))
                    woken.append((seconds, clock.now.seconds - 1000))
                }
            }
            try await clock.waitForSleepers(6)
            await clock.advance(by: .seconds(27))
            #expect(clock.sleeperCount == 1)
            await clock.advance(by: .seconds(3))
            try await group.waitForAll()
        }
        #expect(woken.values.map(\.asked) == [5, 10, 15, 20, 25, 30])
        #expect(woken.values.map(\.at) == [5, 10, 15, 20, 25, 30])
    }

    @Test func `A sleeper that sleeps again within the advance wakes again`() async throws {
        let seen = Recording<Double>()
        let ticking = Task { [clock] in
            var due = clock.now
            while true {
                due = due.advanced(by: .seconds(15))
                try await clock.sleep(until: due)
                seen.append(clock.now.seconds)
            }
        }
        try await clock.waitForSleepers()
        await clock.advance(by: .seconds(150))
        try await clock.waitForSleepers()
        #expect(seen.values == (1...10).map { 1000 + Double($0) * 15 })
        ticking.cancel()
        await #expect(throws: CancellationError.self) { try await ticking.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `A cancelled sleeper throws`() async throws {
        let sleeping = Task { [clock] in try await clock.sleep(for: .seconds(10)) }
        try await clock.waitForSleepers()
        sleeping.cancel()
        await #expect(throws: CancellationError.self) { try await sleeping.value }
        #expect(clock.sleeperCount == 0)
        await clock.advance(by: .seconds(20))
    }

    @Test func `A cancelled task does not fall asleep`() async {
        let (go, gate) = AsyncStream<Void>.makeStream()
        let task = Task { [clock] in
            for await _ in go {}
            try await clock.sleep(for: .seconds(10))
        }
        task.cancel()
        gate.finish()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `A past deadline returns at once`() async throws {
        try await clock.sleep(until: Timestamp(seconds: 1000))
        try await clock.sleep(until: Timestamp(seconds: 3))
    }

    @Test(arguments: [3600, -3600])
    func `A jump moves the time of day and no sleeper`(seconds: Int) async throws {
        let sleeping = Task { [clock] in
            try await clock.sleep(for: .seconds(10))
            return clock.now
        }
        try await clock.waitForSleepers()
        clock.jump(by: .seconds(seconds))
        #expect(clock.now == Timestamp(seconds: 1000 + Double(seconds)))
        await clock.advance(by: .seconds(9))
        #expect(clock.sleeperCount == 1)
        await clock.advance(by: .seconds(1))
        #expect(try await sleeping.value == Timestamp(seconds: 1010 + Double(seconds)))
    }

    @Test func `Waiting for sleepers ends with the waiting task`() async {
        let waiting = Task { [clock] in try await clock.waitForSleepers(2) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test func `Ten thousand sleepers of one deadline wake together`() async throws {
        try await withThrowingTaskGroup(of: Timestamp.self) { group in
            for _ in 0..<10_000 {
                group.addTask { [clock] in
                    try await clock.sleep(for: .seconds(15))
                    return clock.now
                }
            }
            try await clock.waitForSleepers(10_000)
            await clock.advance(by: .seconds(15))
            for try await now in group { #expect(now == Timestamp(seconds: 1015)) }
        }
    }
}

/// What several tasks saw, in the order in which they saw it.
private final class Recording<Value: Sendable>: Sendable {
    private let recorded = Mutex<[Value]>([])

    var values: [Value] { recorded.withLock { $0 } }

    func append(_ value: Value) {
        recorded.withLock { $0.append(value) }
    }
}
