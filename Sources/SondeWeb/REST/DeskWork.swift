import Hummingbird
import SondeCore

/// What people do about incidents and alerts, whether they ask by JSON or by the form of a page.
struct DeskWork {
    let desk: any AlertDesk
    let store: any Store
    let clock: any WallClock

    func acknowledge(_ id: String, _ fields: Fields) async throws -> Incident {
        let by = try Self.author(fields)
        guard let incident = await desk.acknowledge(id, by: by) else { throw try await reason(id) }
        return incident
    }

    func unacknowledge(_ id: String, _ fields: Fields) async throws -> Incident {
        let by = try Self.author(fields)
        guard let incident = await desk.unacknowledge(id, by: by) else { throw try await reason(id) }
        return incident
    }

    /// Writes the note in `text` below an incident.
    func note(_ id: String, _ fields: Fields) async throws -> TimelineEntry {
        try fields.allow("text", "by")
        guard let text = try fields.line("text", longest: 2000) else {
            throw fields.fault("text", "is missing: write 1 to 2,000 characters.")
        }
        let by = try fields.line("by", longest: 100) ?? ""
        guard try await store.incident(id) != nil else { throw WebError.noIncident(id) }
        return await desk.note(text, on: id, by: by)
    }

    func add(_ fields: Fields) async throws -> Silence {
        let silence = try Silence(fields, now: clock.now)
        await desk.add(silence)
        return silence
    }

    func endSilence(_ id: String, by: String) async throws -> Silence {
        if let ended = await desk.endSilence(id, by: by) { return ended }
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

    private static func author(_ fields: Fields) throws -> String {
        try fields.allow("by")
        return try fields.line("by", longest: 100) ?? ""
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
