/// A clock that tells the time of day. Everything that waits or stamps takes one, so that tests need not wait.
package protocol WallClock: Clock, Sendable where Instant == Timestamp {}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The machine's own clock.
package struct SystemClock: WallClock {
    package init() {}

    package var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    package var minimumResolution: Duration { .microseconds(1) }

    /// Sleeps on the monotonic clock for as long as `deadline` is away now; a clock that is set meanwhile does not
    /// lengthen the sleep.
    package func sleep(until deadline: Timestamp, tolerance: Duration? = nil) async throws {
        let away = now.duration(to: deadline)
        guard away > .zero else { return try Task.checkCancellation() }
        try await Task.sleep(for: away, tolerance: tolerance, clock: .continuous)
    }
}
