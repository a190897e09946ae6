/// How long what was measured is kept: as results, then as roll-ups of a minute and of an hour.
package struct Retention: Sendable, Hashable {
    package var results: Duration
    package var minuteRollups: Duration
    package var hourRollups: Duration

    package init(
        results: Duration = .seconds(30 * 86_400), minuteRollups: Duration = .seconds(180 * 86_400),
        hourRollups: Duration = .seconds(5 * 365 * 86_400)
    ) {
        self.results = results
        self.minuteRollups = minuteRollups
        self.hourRollups = hourRollups
    }

    /// Before which times what is stored is old.
    package func cutoffs(at now: Timestamp) -> RetentionCutoffs {
        RetentionCutoffs(
            results: now.advanced(by: .zero - results), minuteRollups: now.advanced(by: .zero - minuteRollups),
            hourRollups: now.advanced(by: .zero - hourRollups))
    }
}

/// Before which times what is stored is removed.
package struct RetentionCutoffs: Sendable, Hashable {
    /// Of results, anomalies and incidents.
    package var results: Timestamp
    package var minuteRollups: Timestamp
    package var hourRollups: Timestamp

    /// All roll-ups stay unless it is said otherwise.
    package init(
        results: Timestamp, minuteRollups: Timestamp = Timestamp(microseconds: 0),
        hourRollups: Timestamp = Timestamp(microseconds: 0)
    ) {
        self.results = results
        self.minuteRollups = minuteRollups
        self.hourRollups = hourRollups
    }
}
