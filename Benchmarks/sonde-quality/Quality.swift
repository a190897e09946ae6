import ArgumentParser
import Foundation
import SondeCore

/// Measures what the detector tells a person, on made-up probe histories with known faults.
@main
struct Quality: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sonde-quality", abstract: "Measures recall, false alarms and delay of the detector.")

    @Argument(help: "The folder that make_sets.py filled.")
    var folder: String

    @Flag(help: "List false pages and faults that were not told once.")
    var details = false

    func run() async throws {
        let root = URL(fileURLWithPath: folder)
        let kinds = try String(contentsOf: root.appending(path: "kinds.txt"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let sets = try FileManager.default.contentsOfDirectory(atPath: root.path)
            .sorted()
        var all = FaultScore()
        for set in sets where set.hasPrefix("seed-") {
            let score = try await score(root.appending(path: set), kinds).sum
            print(QualityTable.row(set, score))
            all = all + score
        }
        print(QualityTable.summary(all, kinds))
        print("\nmessages of a channel that is told everything, a run for each set")
        for set in sets where set.hasPrefix("seed-") {
            print(QualityTable.messages(set, try await alerts(root.appending(path: set), kinds)))
        }
        if sets.contains("clean") {
            print(QualityTable.clean(try await score(root.appending(path: "clean"), kinds).map(\.score)))
        }
        if sets.contains("phases") {
            let folder = root.appending(path: "phases")
            print("\nfaults of single phases")
            print(QualityTable.row("phases watched", try await score(folder, kinds).sum))
            print(QualityTable.row("the whole alone", try await score(folder, kinds, withPhases: false).sum))
        }
    }

    private func score(
        _ folder: URL, _ kinds: [String], withPhases: Bool = true
    ) async throws -> [(name: String, score: FaultScore)] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".bin") }
        let details = details
        return try await withThrowingTaskGroup { group in
            for file in files.sorted() {
                group.addTask {
                    let history = try ProbeHistory(folder.appending(path: file), kinds: kinds)
                    let pages = Watch.pages(of: history, withPhases: withPhases)
                    let score = FaultScore(history, pages)
                    if details { Self.list(history, pages, in: folder.lastPathComponent) }
                    return (history.name, score)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.name < $1.name }
        }
    }

    /// What a person is told of all APIs of a set, which lead one life together.
    private func alerts(_ folder: URL, _ kinds: [String]) async throws -> AlertScore {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".bin") }
        let histories = try files.sorted().map { try ProbeHistory(folder.appending(path: $0), kinds: kinds) }
        return AlertScore(histories, try await Notifications.messages(of: histories))
    }

    private static func list(_ history: ProbeHistory, _ pages: [Watch.Page], in set: String) {
        func day(_ probe: Int) -> String { String(format: "day %.3f", Double(probe) / 5760) }
        let windows = history.faults.map { $0.probes.lowerBound...$0.probes.upperBound + 20 }
        for page in pages where !windows.contains(where: { $0 ~= page.opened }) {
            print("  \(set) \(history.name) \(day(page.opened)): false page, \(page.kind): \(page.reason)")
        }
        for (fault, window) in zip(history.faults, windows) {
            let hits = pages.filter { window ~= $0.opened }
            guard hits.count != 1 else { continue }
            print("  \(set) \(history.name) \(day(fault.probes.lowerBound)): \(fault.kind) told \(hits.count) times")
            for page in hits { print("    \(day(page.opened)): \(page.reason)") }
        }
    }
}

extension [(name: String, score: FaultScore)] {
    fileprivate var sum: FaultScore { map(\.score).reduce(FaultScore(), +) }
}
