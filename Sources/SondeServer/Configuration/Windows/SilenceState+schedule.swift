import SondeCore
import SondeIncidents

/// The desk of a running Sonde knows by the very rules that decide whether somebody is told.
extension LiveAlertDesk: SilenceCalendar {
    func state(of silence: Silence, at now: Timestamp) -> SilenceState { SilenceState(of: silence, at: now) }
}

extension SilenceState {
    init(of silence: Silence, at now: Timestamp) {
        let next = silence.nextChange(after: now)
        let phase: Phase = silence.holds(at: now) ? .active : next == nil ? .over : .scheduled
        self.init(phase, nextChange: next)
    }
}
