import Foundation
import SondeCore

/// The series that a path stands for: one file, or all CSV files of a folder and of the folders within it.
///
/// A folder's are those whose names end in `.csv` or `.csv.gz`, in upper or lower case, by their paths in order. Hidden
/// files and folders are passed over, and links to folders are not followed.
struct SeriesFiles {
    /// One of them.
    struct File: Equatable {
        /// To read it by.
        var path: String
        /// Within the folder; the last part of the path of a single file.
        var relativePath: String

        /// Where, within a folder of results, what is made of it belongs: the same without `.gz`.
        var outputPath: String {
            relativePath.lowercased().hasSuffix(".gz") ? String(relativePath.dropLast(3)) : relativePath
        }
    }

    let isFolder: Bool
    let files: [File]

    /// - Parameter path: A folder, or a file that is not looked at, such as `-`.
    init(_ path: String) throws(CommandFailure) {
        isFolder = path != "-" && FileStatus(path: path)?.kind == .folder
        guard isFolder else {
            files = [File(path: path, relativePath: path.split(separator: "/").last.map(String.init) ?? path)]
            return
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        files = try Self.relativePaths(in: folder, under: "").sorted()
            .map { File(path: folder + $0, relativePath: $0) }
        let name = TerminalText.safe(path)
        guard !files.isEmpty else {
            throw .noInput("\(name) holds no .csv and no .csv.gz file; name a file, or a folder with some.")
        }
        try checkOutputs(of: name)
    }

    /// No two of them may be written to the same place.
    private func checkOutputs(of folder: String) throws(CommandFailure) {
        var inputOfOutput: [String: String] = [:]
        for file in files {
            guard let other = inputOfOutput.updateValue(file.relativePath, forKey: file.outputPath) else { continue }
            throw .badData(
                "\(folder) holds '\(TerminalText.safe(other))' and '\(TerminalText.safe(file.relativePath))', which "
                    + "are the same series but for gzip; remove one or rename it.")
        }
    }

    private static func relativePaths(in folder: String, under prefix: String) throws(CommandFailure) -> [String] {
        let path = folder + prefix
        guard access(path, R_OK | X_OK) == 0, let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { throw .noInput("\(TerminalText.safe(path)) cannot be opened: \(systemMessage()).") }
        var found: [String] = []
        for name in names where !name.hasPrefix(".") {
            let relative = prefix + name
            if FileStatus(path: folder + relative, followsLinks: false)?.kind == .folder {
                found += try relativePaths(in: folder, under: relative + "/")
            } else if isSeries(name), FileStatus(path: folder + relative)?.kind == .regular {
                found.append(relative)
            }
        }
        return found
    }

    private static func isSeries(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".csv") || name.hasSuffix(".csv.gz")
    }
}
