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
            .filter { $0 == "clean" || $0.hasPrefix("seed-") }.sorted()
        var all = FaultScore()
        for set in sets where set != "clean" {
            let score = try await score(root.appending(path: set), kinds).map(\.score).reduce(FaultScore(), +)
            print(QualityTable.row(set, score))
            all = all + score
        }
        print(QualityTable.summary(all, kinds))
        guard sets.contains("clean") else { return }
        let clean = try await score(root.appending(path: "clean"), kinds)
        print(QualityTable.clean(clean.map(\.score)))
    }

    private func score(_ folder: URL, _ kinds: [String]) async throws -> [(name: String, score: FaultScore)] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".bin") }
        let details = details
        return try await withThrowingTaskGroup { group in
            for file in files.sorted() {
                group.addTask {
                    let history = try ProbeHistory(folder.appending(path: file), kinds: kinds)
                    let pages = Watch.pages(of: history)
                    let score = FaultScore(history, pages)
                    if details { Self.list(history, pages, in: folder.lastPathComponent) }
                    return (history.name, score)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.name < $1.name }
        }
    }

    private static func list(_ history: ProbeHistory, _ pages: [Watch.Page], in set: String) {
        func day(_ probe: Int) -> String { String(format: "day %.3f", Double(probe) / 5760) }
        let windows = history.faults.map { $0.probes.lowerBound...$0.probes.upperBound + 20 }
        for page in pages where !windows.contains(where: { $0 ~= page.opened }) {
            print("  \(set) \(history.name) \(day(page.opened)): false page, \(page.kind)")
        }
        for (fault, window) in zip(history.faults, windows) {
            let hits = pages.filter { window ~= $0.opened }
            guard hits.count != 1 else { continue }
            print("  \(set) \(history.name) \(day(fault.probes.lowerBound)): \(fault.kind) told \(hits.count) times")
        }
    }
}
