import Hummingbird
import SondeCore

/// What people do about incidents and alerts, whether they ask by JSON or by the form of a page.
struct DeskWork {
    let board: any StatusBoard
    let desk: any AlertDesk & SilenceCalendar
    let store: any Store
    let clock: any WallClock

    func acknowledge(_ id: String, _ fields: Fields, from asker: Asker) async throws -> AcknowledgedIncident {
        let by = try Self.author(fields, asker)
        guard let incident = await desk.acknowledge(id, by: by) else { throw try await reason(id) }
        return incident
    }

    func unacknowledge(_ id: String, _ fields: Fields, from asker: Asker) async throws -> Incident {
        let by = try Self.author(fields, asker)
        guard let incident = await desk.unacknowledge(id, by: by) else { throw try await reason(id) }
        return incident
    }

    /// Writes the note in `text` below an incident.
    func note(_ id: String, _ fields: Fields, from asker: Asker) async throws -> TimelineEntry {
        try fields.allow("text", "by")
        guard let text = try fields.line("text", longest: 2000) else {
            throw fields.fault("text", "is missing: write 1 to 2,000 characters.")
        }
        let by = try fields.author(asker)
        guard try await store.incident(id) != nil else { throw WebError.noIncident(id) }
        return await desk.note(text, on: id, by: by)
    }

    func add(_ fields: Fields, from asker: Asker) async throws -> PlacedSilence {
        let now = clock.now
        let silence = try Silence(fields, from: asker, now: now)
        let namesakes = Namesakes(statuses: await board.statuses())
        try namesakes.check(silence.matcher, of: fields)
        await desk.add(silence)
        return placed(silence, namesakes, at: now)
    }

    /// Those that hold now or will, those of the configuration first.
    func silences() async -> [PlacedSilence] {
        let (now, namesakes) = (clock.now, Namesakes(statuses: await board.statuses()))
        return await desk.silences().map { placed($0, namesakes, at: now) }
    }

    private func placed(_ silence: Silence, _ namesakes: Namesakes, at now: Timestamp) -> PlacedSilence {
        PlacedSilence(
            silence: silence, state: desk.state(of: silence, at: now), matches: namesakes.count(of: silence.matcher))
    }

    /// Ends a silence; `fields` say who does.
    func endSilence(_ id: String, _ fields: Fields, from asker: Asker) async throws -> PlacedSilence {
        if let ended = await desk.endSilence(id, by: try Self.author(fields, asker)) {
            return placed(ended, Namesakes(statuses: await board.statuses()), at: clock.now)
        }
        guard await desk.silences().contains(where: { $0.id == id }) else {
            throw WebError.notFound("There is no silence \(id) that has not ended.")
        }
        throw WebError.conflict("The silence \(id) stands in the configuration and is ended there.")
    }

    /// Tries one dead letter again, or all of them. Returns how many.
    func retry(_ fields: Fields) async throws -> Int {
        try fields.allow("notice")
        let notice = try fields.line("notice", longest: 500)
        let count = try await desk.retry(notice)
        if let notice, count == 0 { throw WebError.notFound("There is no dead letter \(notice).") }
        return count
    }

    private static func author(_ fields: Fields, _ asker: Asker) throws -> String {
        try fields.allow("by")
        return try fields.author(asker)
    }

    /// Why an incident cannot be acknowledged.
    private func reason(_ id: String) async throws -> WebError {
        guard let incident = try await store.incident(id) else { return .noIncident(id) }
        guard let closedAt = incident.closedAt else {
            return .conflict("The incident \(id) is not known to be open by the Sonde that was asked.")
        }
        return .conflict("The incident \(id) is over since \(closedAt.rfc3339).")
    }
}
