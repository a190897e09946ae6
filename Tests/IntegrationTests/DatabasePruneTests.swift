import Foundation
import SondeCore
import SondeSQLite
import SondeTestSupport
import Testing

/// `sonde db prune` and `sonde db rebuild-rollups`.
@Suite(.timeLimit(.minutes(2))) struct DatabasePruneTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: Int64.max / 2)

    @Test func removesByTheRetentionOfTheConfiguration() async throws {
        let kit = try DatabaseKit("retention: 3d")
        try await kit.fill(days: 6, of: "orders")
        let summary = try await kit.withStore { try await $0.summary(of: "orders", in: Self.always) }
        let pruned = try await kit.sonde("db", "prune")
        #expect(pruned.exitCode == 0, "\(pruned.errors)")
        #expect(pruned.errors.isEmpty && pruned.output.hasSuffix("Z were removed.\n"), "\(pruned.output)")
        let again = try await kit.sonde("db", "prune", "--older-than", "4d")
        #expect(again.output.hasSuffix("Z: nothing was removed.\n"), "\(again.output)")
        try await kit.withStore { store in
            let left = try await store.results(for: "orders", in: Self.always, limit: .max)
            // Today's part of the three days has no results.
            #expect((2 * 5760...3 * 5760).contains(left.count), "\(left.count)")
            let oldest = Timestamp(seconds: Date().timeIntervalSince1970 - 3 * 86_400 - 600)
            #expect(left.allSatisfy { $0.timestamp > oldest })
            #expect(try await store.summary(of: "orders", in: Self.always) == summary)
        }
    }

    @Test func olderThanIsOfResultsAlone() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 2, of: "orders")
        let pruned = try await kit.sonde("db", "prune", "--older-than", "1h")
        #expect(pruned.output.hasPrefix("1"), "\(pruned.output)")
        try await kit.withStore { store in
            #expect(try await store.results(for: "orders", in: Self.always, limit: .max).count <= 240)
            let hours = try await store.series(for: "orders", in: Self.always, step: .seconds(3600))
            #expect(hours.count == 48 && hours.allSatisfy { $0.count == 240 })
        }
    }

    @Test(arguments: [["--older-than", "59m"], ["--older-than", "7"], ["--older-than", "soon"]])
    func aWrongAgeIs64(arguments: [String]) async throws {
        let kit = try DatabaseKit()
        let ended = await (try SondeProcess(["db", "prune"] + arguments, in: kit.folder.url)).ended()
        #expect(ended.exitCode == 64)
        #expect(ended.errors.contains("--older-than takes a duration of an hour or more, such as 7d, not "))
    }

    @Test func rollUpsAreMadeAnew() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 3, of: "orders")
        let exact = try await kit.withStore { store in
            try await store.rollUp(until: kit.midnight)
            return try await store.series(for: "orders", in: Self.always, step: .seconds(3600))
        }
        // A result that was put right by hand, of which the roll-ups know nothing.
        let sql = """
            UPDATE results SET response_us = 9000000 WHERE timestamp IN
                (\(kit.time(2 * 86_400).microseconds), \(kit.time(86_400).microseconds))
            """
        try await kit.edit(sql)
        let slow = Duration.seconds(9)
        let first = try await kit.sonde(
            "db", "rebuild-rollups", "--from", kit.time(86_400).rfc3339, "--to", kit.time(0).rfc3339)
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(first.output.hasPrefix("The roll-ups from \(kit.time(86_400).rfc3339) until "), "\(first.output)")
        func largest() async throws -> [Duration?] {
            try await kit.withStore { store in
                try await store.series(for: "orders", in: Self.always, step: .seconds(3600)).map(\.max)
            }
        }
        var expected = exact.map(\.max)
        expected[48] = slow
        #expect(try await largest() == expected)
        let all = try await kit.sonde("db", "rebuild-rollups")
        #expect(all.output.hasPrefix("The roll-ups from the oldest result until "), "\(all.output)")
        expected[24] = slow
        #expect(try await largest() == expected)
    }

    @Test func aRangeThatIsNoneIs64() async throws {
        let kit = try DatabaseKit()
        for arguments in [["--from", "soon"], ["--from", "2026"], ["--from", "1d", "--to", "2d"]] {
            let ended = await (try SondeProcess(["db", "rebuild-rollups"] + arguments, in: kit.folder.url)).ended()
            #expect(ended.exitCode == 64, "\(arguments)")
        }
    }

    @Test func aSondeRunsOnMeanwhile() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        let kit = try DatabaseKit()
        try await kit.fill(days: 20, of: "orders", "search")
        try kit.configure("", url: server.url)
        let sonde = try SondeProcess(["run"], in: kit.folder.url)
        _ = try await sonde.port()
        try await server.waitForRequests(1)
        for command in [
            ["rebuild-rollups"], ["prune", "--older-than", "5d"], ["size"], ["export", "--output", "x.csv.gz"],
            ["prune", "--older-than", "1h"], ["rebuild-rollups"],
        ] {
            let ended = await (try SondeProcess(["db"] + command, in: kit.folder.url)).ended()
            #expect(ended.exitCode == 0, "\(command): \(ended.errors)")
        }
        try await server.waitForRequests(server.requestCount + 1)
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        #expect(ended.exitCode == 0 && !ended.errors.contains("warning"), "\(ended.errors)")
        try await kit.withStore { store in
            let probes = try await store.results(for: "orders", in: Self.always, limit: .max)
            #expect(probes.count { $0.timestamp > kit.time(-1) } > 0)
            let summary = try await store.summary(of: "search", in: Self.always)
            #expect(summary.count == 20 * 5760 && summary.failures == 20 * 57)
        }
        await server.stop()
    }
}
