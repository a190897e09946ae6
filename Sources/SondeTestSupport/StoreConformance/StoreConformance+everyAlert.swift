package import SondeCore

/// A batch in which every field that alerts need is set once and left out once.
extension StoreConformance {
    package static let everyAlert = WriteBatch(
        incidents: [fullIncident, incident("b", opened: 5)], timeline: steps, notices: notices, silences: silences,
        incidentStates: [
            "a": IncidentState(
                failuresInARow: 2, goodInARow: 1, openIncident: "a-0", lastFailures: .max,
                openings: [time(-9), time(0)]),
            "b": IncidentState(failuresInARow: 1),
        ])

    /// Checks that all of it is there once, and nothing else; as after a restart.
    ///
    /// - Throws: `ConformanceFailure` with what is wrong.
    package static func expectEveryAlert(in store: any Store) async throws {
        try expect(try await store.openIncidents(), is: everyAlert.incidents, "open incidents")
        for incident in everyAlert.incidents {
            try expect(try await store.incident(incident.id), is: incident, "incident \(incident.id)")
        }
        try expect(try await store.members(of: "host-0"), is: [fullIncident], "members")
        try expect(try await store.timeline(of: "a-0"), is: steps, "steps")
        try expect(try await store.notices(since: time(0)), is: notices, "notices")
        try expect(try await store.notices(in: nil, limit: 99), is: notices.reversed(), "notices, newest first")
        try expect(try await store.notices(of: "a-0"), is: notices, "notices of one incident")
        try expect(try await store.silences(), is: silences.filter { $0.endedAt == nil }, "silences")
        let states = everyAlert.incidentStates.compactMapValues { $0 }
        try expect(try await store.incidentStates(), is: states, "states")
    }

    private static let fullIncident = Incident(
        id: "a-0", endpoint: "a", scope: .group, kind: .anomaly, severity: .high, openedAt: time(0), reason: "slow",
        patterns: [FaultPattern(kind: .slow, phase: .tls, share: 0.25, extreme: 1.5, probes: 38)], excusedAt: time(4),
        parent: "host-0", isFlapping: true, acknowledgement: .init(at: time(3), by: "Ada <ada@example.com>"),
        quiet: .maintenance)

    /// One of each kind; two of the same time.
    private static let steps = TimelineEntry.Kind.allCases.enumerated().map { index, kind in
        step(index / 2, kind, "It is \(kind.rawValue).", by: [nil, "", "Ada"][index % 3])
    }

    /// One of each event and one of each state.
    private static let notices = AlertEvent.allCases.enumerated().map { index, event in
        var notice = notice("a", index)
        notice.event = event
        notice.state = Notice.State.allCases[index % Notice.State.allCases.count]
        notice.endedAt = notice.state == .waiting ? nil : time(100 + index)
        notice.incident = index.isMultiple(of: 2) ? fullIncident : incident("a", opened: 0)
        guard index.isMultiple(of: 2) else { return notice }
        notice.dueAt = time(50)
        notice.message = "key-\(index)"
        notice.attempts = index + 1
        notice.fault = "451 greylisted"
        notice.receipt = "1700000000.000100"
        notice.description = "https://wiki.example.com/runbook"
        return notice
    }

    private static let silences = schedules.enumerated().map { index, schedule in
        Silence(
            id: "s-\(index)", purpose: Silence.Purpose.allCases[index % 2],
            matcher: index == 0 ? EndpointMatcher() : EndpointMatcher(names: ["a*", "b?"], groups: ["core"]),
            schedule: schedule, comment: index == 0 ? "" : "moving house", author: index == 0 ? "" : "Ada",
            createdAt: time(index), endedAt: index == 2 ? time(200) : nil)
    }

    private static let schedules: [Silence.Schedule] =
        [
            .once(from: time(0), until: nil), .once(from: time(0), until: time(60)),
            .once(from: time(0), until: time(120)),
            .weekly(WeeklyHours(days: [0, 6], start: 1320, end: 120, timeZone: "Europe/Berlin")),
        ]
        + ((try? CronExpression("30 2 1-7 * sun", timeZone: "America/New_York")).map {
            [.cron($0, duration: .milliseconds(5_400_500))]
        } ?? [])
}
