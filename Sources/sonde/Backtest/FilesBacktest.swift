import Foundation
import SondeCore
import SondeServer

/// Replays the files that a path stands for, several at a time.
struct FilesBacktest: Sendable {
    let plan: BacktestPlan
    let threads: Int

    /// Throws `CommandFailure`.
    func run(_ files: SeriesFiles, _ outputs: BacktestOutputs) async throws -> BacktestResult {
        let size = files.files.reduce(0) { $0 + (FileStatus(path: $1.path)?.size ?? 0) }
        let progress = BacktestProgress(size: files.files.contains { $0.path == "-" } ? nil : size)
        defer { progress.clear() }
        let replayed = try await replay(files, outputs, progress)
        progress.done()
        return BacktestResult(series: replayed.flatMap(\.series), notes: FileNotes.lines(of: replayed))
    }

    /// In the order of the files.
    private func replay(
        _ files: SeriesFiles, _ outputs: BacktestOutputs, _ progress: BacktestProgress
    ) async throws -> [ReplayedFile] {
        try await withThrowingTaskGroup(of: (Int, ReplayedFile).self) { group in
            var replayed = [ReplayedFile?](repeating: nil, count: files.files.count)
            for (index, file) in files.files.enumerated() {
                if index >= threads, let (done, one) = try await group.next() { replayed[done] = one }
                group.addTask {
                    let output = try Self.output(of: file, isOfFolder: files.isFolder, outputs)
                    let backtest = FileBacktest(plan: plan, name: Self.name(of: file))
                    return (index, try backtest.run(InputFile(file.path), to: output, read: progress.read))
                }
            }
            for try await (done, one) in group { replayed[done] = one }
            return replayed.compactMap(\.self)
        }
    }

    private static func output(
        of file: SeriesFiles.File, isOfFolder: Bool, _ outputs: BacktestOutputs
    ) throws(CommandFailure) -> OutputFile? {
        guard isOfFolder, let folder = outputs.scored else { return try outputs.scoredFile() }
        return try outputs.scoredFile(in: folder, for: file)
    }

    /// What rows without an `api_name` are called: the path without what says that it is a CSV file.
    private static func name(of file: SeriesFiles.File) -> String {
        guard file.path != "-" else { return "standard input" }
        let path = file.outputPath
        return path.lowercased().hasSuffix(".csv") ? String(path.dropLast(4)) : path
    }
}
