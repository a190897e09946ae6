import SondeCore

/// Who is told of incidents, what became of them, and when nobody is told.
extension StoreConformance {
    package static let alerts = [
        StoreConformance(name: "keeps everything that alerts need, and the same again as once") { store in
            try await store.append(everyAlert)
            try await expectEveryAlert(in: store)
            try await store.append(everyAlert)
            try await expectEveryAlert(in: store)
        },
        StoreConformance(name: "takes back what an incident carried") { store in
            try await store.append(everyAlert)
            let plain = incident("a", opened: 0)
            try await store.append(WriteBatch(incidents: [plain]))
            try expect(try await store.incident(plain.id), is: plain, "an incident without all of that")
        },
        StoreConformance(name: "lists the members of an incident in the order of opening") { store in
            var members = [
                incident("c", opened: 9, closed: 20), incident("a", opened: 3), incident("b", opened: 3),
                incident("d", opened: 1),
            ]
            for index in members.indices { members[index].parent = index == 3 ? "other" : "host-0" }
            var group = incident("host", opened: 10)
            group.scope = .host
            try await store.append(WriteBatch(incidents: members + [group]))
            let found = try await store.members(of: "host-0").map(\.id)
            try expect(found, is: ["a-3", "b-3", "c-9"], "members")
            try expect(try await store.members(of: "a-3"), is: [], "members of a single one")
        },
        StoreConformance(name: "keeps the steps of an incident in their order") { store in
            let first = [step(5, .told, "Told ops."), step(5, .joined, "Part of host.")]
            try await store.append(WriteBatch(timeline: first))
            let long = step(9, .note, String(repeating: "a long note 🦊 ", count: 2000), by: "")
            let later = [step(0, .opened, "3 probes in a row failed."), first[0], long, step(5, .told, "Told chat.")]
            let other = TimelineEntry(incident: "b-0", at: time(1), kind: .closed, text: "It is over.")
            try await store.append(WriteBatch(timeline: later + [other]))
            let expected = [later[0]] + first + [later[3], long]
            try expect(try await store.timeline(of: "a-0"), is: expected, "steps")
            try expect(try await store.timeline(of: "b-0"), is: [other], "steps of the other")
            try expect(try await store.timeline(of: "nobody"), is: [], "steps of none")
        },
        StoreConformance(name: "keeps the newest of a notice, in one batch and over several") { store in
            let versions = (0..<4).map { attempt in
                var notice = notice("a", 0)
                notice.attempts = attempt
                return notice
            }
            try await store.append(WriteBatch(notices: [versions[1], versions[0], versions[2]]))
            try expect(try await store.notices(of: "a-0"), is: [versions[2]], "the last of a batch")
            try await store.append(WriteBatch(notices: [versions[3]]))
            try expect(try await store.notices(of: "a-0"), is: [versions[3]], "that of the next batch")
        },
        StoreConformance(name: "takes any text of a server") { store in
            var odd = notice("'; DROP TABLE notices; --", 0)
            odd.fault = "550 <\"no\">\r\n\u{1F600}; \\u0000"
            odd.incident.reason = #"\u0000 and "\\" 🦊"#
            try await store.append(WriteBatch(notices: [odd]))
            try expect(try await store.notices(of: odd.incident.id), is: [odd], "a notice")
            // What a database's text cannot hold must not be in the way of the rest.
            odd.incident.reason = "zero: \0"
            odd.fault = "zero: \0"
            try await store.append(WriteBatch(timeline: [step(0, .note, "zero: \0")], notices: [odd]))
            try expect(try await store.notices(of: odd.incident.id).count, is: 1, "notices")
        },
    ]

    package static let alertQueries = [
        StoreConformance(name: "finds notices that wait, of open incidents, and since a time") { store in
            try await store.append(
                WriteBatch(
                    incidents: [incident("open", opened: 0), incident("over", opened: 0, closed: 5)],
                    notices: [
                        notice("over", 30, .sent), notice("open", 20, .sent), notice("over", 20, .dropped),
                        notice("over", 10), notice("gone", 40, .dead), notice("open", 0, .dead), notice("gone", 5),
                    ]))
            try expect(
                try await store.notices(since: time(30)).map(\.id),
                is: ["open@0", "gone@5", "over@10", "open@20", "over@30", "gone@40"], "notices")
            try await store.append(WriteBatch(incidents: [incident("open", opened: 0, closed: 50)]))
            try expect(
                try await store.notices(since: time(41)).map(\.id), is: ["gone@5", "over@10"], "those that wait")
        },
        StoreConformance(name: "lists the newest notices, of any state or of one") { store in
            let notices = (0..<9).map { notice("a", $0, [.sent, .waiting, .dead][$0 % 3]) }
            try await store.append(WriteBatch(notices: notices + [notice("b", 8, .sent)]))
            try expect(
                try await store.notices(in: nil, limit: 4).map(\.id), is: ["b@8", "a@8", "a@7", "a@6"], "the newest")
            try expect(try await store.notices(in: .dead, limit: 2).map(\.id), is: ["a@8", "a@5"], "dead letters")
            try expect(try await store.notices(in: .dropped, limit: 2), is: [], "dropped")
            try expect(try await store.notices(in: nil, limit: .max).count, is: 10, "all")
            try expect(
                try await store.notices(of: "a-0").map(\.id), is: notices.map(\.id), "of one incident")
        },
        StoreConformance(name: "lists what was told under the name of many endpoints") { store in
            var member = incident("a", opened: 0)
            member.parent = "group-0"
            let own = notice("a", 1, .sent)
            var under = notice("a", 2, .sent)
            under.incident.parent = "group-0"
            try await store.append(WriteBatch(incidents: [member], notices: [own, under, notice("group", 3, .sent)]))
            try expect(
                try await store.notices(of: "group-0").map(\.id), is: ["a@2", "group@3"], "under the name of many")
            try expect(try await store.notices(of: member.id).map(\.id), is: ["a@1", "a@2"], "of the member")
        },
        StoreConformance(name: "lists silences that nobody has ended, and those that were") { store in
            let silences = (0..<4).map { silence("s-\($0)", created: 10 - $0) }
            try await store.append(WriteBatch(silences: silences))
            var ended = silences[1]
            ended.endedAt = time(90)
            try await store.append(WriteBatch(silences: [ended]))
            try expect(try await store.silences(), is: [silences[3], silences[2], silences[0]], "silences")
            try expect(try await store.endedSilences(), is: [ended], "ended ones")
        },
        StoreConformance(name: "does not take what many endpoints share for an endpoint") { store in
            var group = incident("host:api.example.com", opened: 0)
            group.scope = .host
            try await store.append(WriteBatch(results: [result("a", 0)], incidents: [group]))
            try await store.rollUp(until: time(7200))
            try expect(try await store.hourlyCounts(in: always).keys.sorted(), is: ["a"], "endpoints with results")
            try expect(try await store.incidents(for: group.endpoint, in: always, limit: 9), is: [group], "by its name")
        },
    ]

    package static let alertRetention = [
        StoreConformance(name: "prunes incidents with their steps and what has ended") { store in
            let day = 86_400
            var excused = incident("excused", opened: 0, closed: 60)
            excused.excusedAt = time(70)
            try await store.append(
                WriteBatch(
                    incidents: [
                        incident("old", opened: 0, closed: 60), incident("open", opened: 0), excused,
                        incident("new", opened: 0, closed: 99 * day),
                    ],
                    timeline: ["old", "open", "excused", "new", "gone"].flatMap { name in
                        [0, 60 * day].map { step($0, .note, "n", of: "\(name)-0") }
                    },
                    notices: ["old", "open", "excused", "new", "gone"].flatMap { name in
                        [notice(name, 0), notice(name, 1, .sent), notice(name, 60 * day, .dead)]
                    },
                    silences: [
                        silence("endless", created: 0, until: nil), silence("past", created: 0, until: 5),
                        silence("held", created: 0, until: 99 * day), silence("ended", created: 0, ended: 5),
                        Silence(
                            id: "weekly", purpose: .maintenance, matcher: EndpointMatcher(),
                            schedule: .weekly(WeeklyHours(start: 0, end: 60)), createdAt: time(1)),
                    ]))
            let cutoffs = RetentionCutoffs(results: time(50 * day))
            // The incident, its steps and one of one that is not there; sent notices of what is over, and a dead one of
            // what is removed; two silences.
            try expect(try await store.prune(before: cutoffs), is: 1 + 3 + 4 + 1 + 2, "rows removed")
            try expect(try await store.incident("old-0"), is: nil, "the incident that is removed")
            for (name, steps) in [("old", 0), ("open", 2), ("excused", 2), ("new", 2), ("gone", 1)] {
                try expect(try await store.timeline(of: "\(name)-0").count, is: steps, "steps of \(name)")
            }
            for (name, left) in [
                ("old", ["0"]), ("open", ["0", "1", "5184000"]), ("excused", ["0", "5184000"]),
                ("new", ["0", "5184000"]), ("gone", ["0", "5184000"]),
            ] {
                try expect(
                    try await store.notices(of: "\(name)-0").map(\.id), is: left.map { "\(name)@\($0)" },
                    "notices of \(name)")
            }
            try expect(try await store.silences().map(\.id), is: ["endless", "held", "weekly"], "silences")
            try expect(try await store.prune(before: cutoffs), is: 0, "rows removed the second time")
        }
    ]
}

extension StoreConformance {
    static func notice(_ name: String, _ seconds: Int, _ state: Notice.State = .waiting) -> Notice {
        Notice(
            id: "\(name)@\(seconds)", channel: "ops", event: .opened, incident: incident(name, opened: 0),
            createdAt: time(seconds), dueAt: time(seconds), state: state,
            endedAt: state == .waiting ? nil : time(seconds))
    }

    static func step(
        _ seconds: Int, _ kind: TimelineEntry.Kind, _ text: String, by author: String? = nil,
        of incident: String = "a-0"
    ) -> TimelineEntry {
        TimelineEntry(incident: incident, at: time(seconds), kind: kind, text: text, author: author)
    }

    static func silence(_ id: String, created: Int, until: Int? = 9, ended: Int? = nil) -> Silence {
        Silence(
            id: id, purpose: .silence, matcher: EndpointMatcher(names: [id]),
            schedule: .once(from: time(created), until: until.map(time)), createdAt: time(created),
            endedAt: ended.map(time))
    }
}
