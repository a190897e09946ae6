package import SondeCore

extension Silence {
    /// Whether it holds at a time; never once it was ended.
    package func holds(at time: Timestamp) -> Bool {
        endedAt == nil && schedule.holds(at: time)
    }

    /// The next time at which it begins to hold or ceases to; nil if that never comes.
    package func nextChange(after time: Timestamp) -> Timestamp? {
        endedAt == nil ? schedule.nextChange(after: time) : nil
    }
}

extension Silence.Schedule {
    /// Whether it holds at a time: from its beginning on, and no more at its end.
    package func holds(at time: Timestamp) -> Bool {
        switch self {
        case .once(let from, let until): from <= time && until.map { time < $0 } ?? true
        case .weekly(let hours): hours.holds(at: time)
        case .cron(let expression, let duration): current(expression, duration, at: time) != nil
        }
    }

    /// The next time at which it begins to hold or ceases to; nil if that never comes. Of windows of a cron expression
    /// that overlap without end, the end of the next 64: it still holds then.
    package func nextChange(after time: Timestamp) -> Timestamp? {
        switch self {
        case .once(let from, let until):
            return time < from ? from : until.flatMap { time < $0 ? $0 : nil }
        case .weekly(let hours): return hours.nextChange(after: time)
        case .cron(let expression, let duration):
            guard var start = current(expression, duration, at: time) else { return expression.next(after: time) }
            for _ in 0..<64 {
                let end = start.advanced(by: duration)
                guard let next = expression.next(after: start), next <= end else { return end }
                start = next
            }
            return start.advanced(by: duration)
        }
    }

    /// When the window of a cron expression that holds at a time began.
    private func current(_ expression: CronExpression, _ duration: Duration, at time: Timestamp) -> Timestamp? {
        expression.next(after: time.advanced(by: .zero - duration)).flatMap { $0 <= time ? $0 : nil }
    }
}
