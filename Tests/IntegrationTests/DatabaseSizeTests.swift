import Foundation
import SondeCore
import SondeSQLite
import Testing

/// `sonde db size`.
@Suite(.timeLimit(.minutes(2))) struct DatabaseSizeTests {
    private struct Size: Decodable {
        struct Part: Decodable {
            var name: String
            var rows: Int
            var bytes: Int
            var bytesPerRow: Double?
        }

        var kind: String
        var place: String
        var used: Int
        var free: Int
        var maxSize: Int?
        var estimated: Bool
        var parts: [Part]
    }

    private func size(_ kit: DatabaseKit) async throws -> Size {
        let ended = try await kit.sonde("db", "size", "--json")
        try #require(ended.exitCode == 0, "\(ended.errors)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Size.self, from: Data(ended.output.utf8))
    }

    @Test func partsAreTold() async throws {
        let kit = try DatabaseKit("max-size: 5GB")
        try await kit.fill(days: 2, of: "orders", "search")
        try await kit.withStore { try await $0.rollUp(until: kit.midnight) }
        let size = try await size(kit)
        #expect(size.kind == "SQLite" && size.place == "sonde.db" && !size.estimated)
        #expect(size.maxSize == 5_000_000_000)
        let rows = Dictionary(uniqueKeysWithValues: size.parts.map { ($0.name, $0.rows) })
        #expect(
            rows == [
                "results": 23_040, "anomalies": 0, "minute roll-ups": 5760, "hour roll-ups": 96, "incidents": 0,
                "alerts": 0, "detectors": 0,
            ])
        let results = try #require(size.parts.first)
        let perRow = try #require(results.bytesPerRow)
        #expect(abs(perRow * 23_040 - Double(results.bytes)) < 1)
        #expect((30...70).contains(perRow), "\(perRow) bytes a result")
        #expect(size.parts.reduce(0) { $0 + $1.bytes } <= size.used)
        #expect(size.parts[1].bytesPerRow == nil)

        let table = try await kit.sonde("db", "size")
        let lines = kit.lines(table.output)
        #expect(lines.first == "SQLite, sonde.db")
        #expect(lines.contains { $0.hasPrefix("results") && $0.contains(" 23040 ") }, "\(table.output)")
        #expect(lines.last?.contains(" of 5.00 GB used, ") == true, "\(table.output)")
    }

    @Test func whatIsRemovedIsFree() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 3, of: "orders")
        let before = try await size(kit)
        let pruned = try await kit.sonde("db", "prune", "--older-than", "1h")
        #expect(pruned.exitCode == 0, "\(pruned.errors)")
        let after = try await size(kit)
        #expect(after.used < before.used * 3 / 4 && after.free > before.used / 4, "\(before) \(after)")
    }

    @Test func nothingIsMadeWhereThereIsNoDatabase() async throws {
        let kit = try DatabaseKit()
        for command in [["size"], ["prune"], ["export"], ["rebuild-rollups"]] {
            let ended = await (try SondeProcess(["db"] + command, in: kit.folder.url)).ended()
            #expect(ended.exitCode == 66)
            #expect(ended.errors == "There is no database sonde.db yet; start 'sonde run' first.\n")
            #expect(ended.output.isEmpty)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: kit.folder.url.path) == ["sonde.yaml"])
    }

    @Test func aFileThatIsNoDatabaseIs66() async throws {
        let kit = try DatabaseKit()
        try kit.folder.write(String(repeating: "no database ", count: 100), to: "sonde.db")
        for command in ["size", "prune"] {
            let ended = try await kit.sonde("db", command)
            #expect(ended.exitCode == 66)
            #expect(ended.errors.hasPrefix("The file sonde.db is not a sound SQLite database; "), "\(ended.errors)")
        }
    }

    @Test func aWrongConfigurationIs78() async throws {
        let kit = try DatabaseKit("max-size: 5")
        let ended = try await kit.sonde("db", "size")
        #expect(ended.exitCode == 78)
        #expect(ended.errors.contains("store.max-size: '5' has no unit; write for example 5GB."))
    }
}
