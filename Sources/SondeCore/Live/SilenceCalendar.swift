/// Says of silences and maintenance windows where they are in their time.
package protocol SilenceCalendar: Sendable {
    func state(of silence: Silence, at now: Timestamp) -> SilenceState
}

/// Where a silence is in its time.
package struct SilenceState: Sendable, Hashable {
    package var phase: Phase
    /// When it next begins or ceases to hold; nil if that never comes.
    package var nextChange: Timestamp?

    package init(_ phase: Phase, nextChange: Timestamp? = nil) {
        self.phase = phase
        self.nextChange = nextChange
    }

    package enum Phase: String, Sendable, Codable, CaseIterable {
        /// It holds.
        case active
        /// It will.
        case scheduled
        /// It will no more.
        case over
    }
}
