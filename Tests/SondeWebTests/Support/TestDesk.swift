import SondeCore
import Synchronization

/// A desk that keeps what it is told in the ledger, for the store to find.
final class TestDesk: AlertDesk, SilenceCalendar {
    private struct State {
        var channels: [ChannelStatus] = []
        /// Endpoints by their tokens.
        var tokens: [String: String] = [:]
        var reports: [PushReport] = []
    }

    let ledger: Ledger
    private let state: Mutex<State>

    init(_ ledger: Ledger = Ledger(), channels: [ChannelStatus] = [], tokens: [String: String] = [:]) {
        self.ledger = ledger
        state = Mutex(State(channels: channels, tokens: tokens))
    }

    var reports: [PushReport] { state.withLock { $0.reports } }

    func acknowledge(_ incident: String, by: String) async -> AcknowledgedIncident? {
        var wasAcknowledged = false
        let acknowledged = change(incident) { incident in
            wasAcknowledged = incident.acknowledgement != nil
            if !wasAcknowledged { incident.acknowledgement = Incident.Acknowledgement(at: Samples.now, by: by) }
        }
        return acknowledged.map { AcknowledgedIncident($0, wasAcknowledged: wasAcknowledged) }
    }

    func unacknowledge(_ incident: String, by: String) async -> Incident? {
        change(incident) { $0.acknowledgement = nil }
    }

    func note(_ text: String, on incident: String, by: String) async -> TimelineEntry {
        let entry = TimelineEntry(incident: incident, at: Samples.now, kind: .note, text: text, author: by)
        ledger.change { $0.timeline.append(entry) }
        return entry
    }

    func silences() async -> [Silence] { ledger.now.silences }

    /// Of one that comes again and again, that it is to come.
    func state(of silence: Silence, at now: Timestamp) -> SilenceState {
        guard silence.endedAt == nil else { return SilenceState(.over) }
        guard case .once(let from, let until) = silence.schedule else {
            return SilenceState(.scheduled, nextChange: now.advanced(by: .seconds(3600)))
        }
        if from > now { return SilenceState(.scheduled, nextChange: from) }
        return until.map { $0 > now } ?? true ? SilenceState(.active, nextChange: until) : SilenceState(.over)
    }

    func add(_ silence: Silence) async { ledger.change { $0.silences.append(silence) } }

    func endSilence(_ id: String, by: String) async -> Silence? {
        ledger.change { entries in
            guard let index = entries.silences.firstIndex(where: { $0.id == id && !$0.author.isEmpty }) else {
                return nil
            }
            var ended = entries.silences.remove(at: index)
            ended.endedAt = Samples.now
            return ended
        }
    }

    func channels() async -> [ChannelStatus] { state.withLock { $0.channels } }

    func retry(_ notice: String?) async throws -> Int {
        ledger.change { entries in
            let dead = entries.notices.indices.filter { index in
                entries.notices[index].state == .dead && (notice == nil || entries.notices[index].id == notice)
            }
            for index in dead { entries.notices[index].state = .waiting }
            return dead.count
        }
    }

    func push(_ report: PushReport, token: String) async -> String? {
        state.withLock { state in
            guard let name = state.tokens[token] else { return nil }
            state.reports.append(report)
            return name
        }
    }

    private func change(_ id: String, _ change: (inout Incident) -> Void) -> Incident? {
        ledger.change { entries in
            guard let index = entries.incidents.firstIndex(where: { $0.id == id && $0.isOpen }) else { return nil }
            change(&entries.incidents[index])
            return entries.incidents[index]
        }
    }
}
