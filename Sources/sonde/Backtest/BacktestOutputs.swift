import Foundation
import SondeCore
import SondeServer

/// Where the results of a replay go; checked before anything is read, and written at its end.
struct BacktestOutputs: Sendable {
    /// A file, or a folder where the input is one.
    let scored: String?
    private let pages: String?
    private let messages: String?
    private let plot: String?
    /// What is read: none of it may be replaced.
    private let inputs: [String]
    /// Whether the summary would get among results.
    let usesStandardOutput: Bool

    init(
        scored: String?, pages: String?, messages: String?, plot: String?, apartFrom inputs: [String]
    ) throws(CommandFailure) {
        self.scored = scored
        self.inputs = inputs
        usesStandardOutput = [scored, pages, messages, plot].contains("-")
        self.pages = pages
        self.messages = messages
        self.plot = plot
        _ = try (file(pages), file(messages), file(plot))
        try Self.checkApart([
            ("--output", scored), ("--alerts", pages), ("--notifications", messages), ("--plot", plot),
        ])
    }

    /// Two results in one place would leave only the last.
    private static func checkApart(_ outputs: [(name: String, path: String?)]) throws(CommandFailure) {
        var taken: [String: String] = [:]
        for (name, path) in outputs {
            guard let path else { continue }
            let place = path == "-" ? path : URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            guard let other = taken.updateValue(name, forKey: place) else { continue }
            throw .unfitSettings("\(other) and \(name) are the same place; name different ones.")
        }
    }

    private func file(_ path: String?) throws(CommandFailure) -> OutputFile? {
        try path.map { path throws(CommandFailure) in try OutputFile(path, apartFrom: inputs) }
    }

    /// The one file of rows.
    func scoredFile() throws(CommandFailure) -> OutputFile? { try file(scored) }

    /// The file of rows of one of the series of a folder.
    func scoredFile(in folder: String, for file: SeriesFiles.File) throws(CommandFailure) -> OutputFile {
        let target = URL(fileURLWithPath: folder).appending(path: file.outputPath)
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw .noOutput(
                "\(TerminalText.safe(folder)) cannot be made a folder, which it must be for a folder of series; "
                    + "name another place.")
        }
        return try OutputFile(target.path, apartFrom: inputs + [file.path])
    }

    /// A folder of results within the folder that is read would be read the next time.
    func checkFolder(apartFrom input: String) throws(CommandFailure) {
        guard let scored else { return }
        guard scored != "-" else {
            throw .unfitSettings("The rows of a folder of series go to a folder; name one with --output, not '-'.")
        }
        let folder = URL(fileURLWithPath: scored).resolvingSymlinksInPath().path + "/"
        guard !folder.hasPrefix(URL(fileURLWithPath: input).resolvingSymlinksInPath().path + "/") else {
            throw .unfitSettings(
                "\(TerminalText.safe(scored)) lies in the folder that is read, and would be read the next time; "
                    + "name a folder beside it.")
        }
    }

    /// Writes pages, notifications and plot of all series.
    func write(
        _ series: [SeriesBacktest], _ all: [ReplayedPage], _ sent: [ReplayedMessage]
    ) throws(CommandFailure) {
        if let messages = try file(messages) {
            try messages.write(MessageLines.bytes(of: sent))
            try messages.finish()
        }
        if let pages = try file(pages) {
            try pages.write(PageLines.bytes(of: all))
            try pages.finish()
        }
        if let plot = try file(plot) {
            try PlotDocument.write(series.compactMap { $0.finishedPlot() }, title: "Sonde backtest") {
                (bytes) throws(CommandFailure) in try plot.write(bytes)
            }
            try plot.finish()
        }
    }

    /// Where results are to be found, a line each.
    var said: [String] {
        let files = [("rows", scored), ("pages", pages), ("notifications", messages), ("plot", plot)]
        return files.compactMap { what, path in
            path.flatMap { $0 == "-" ? nil : "\(what): \(TerminalText.safe($0))" }
        }
    }
}
