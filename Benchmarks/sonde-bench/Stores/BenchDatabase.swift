import ArgumentParser
import Foundation
import SondeCore

/// The stores that are measured.
enum StoreKind: String, ExpressibleByArgument, CaseIterable {
    case sqlite
    case postgres
    case timescale

    /// Those that this machine has.
    static var present: [StoreKind] { PostgresDatabase.hasTimescale ? allCases : [.sqlite, .postgres] }

    /// A new, empty database, which is removed when nobody holds it any more.
    func makeDatabase() throws -> any BenchDatabase {
        switch self {
        case .sqlite: try SQLiteDatabase()
        case .postgres: try PostgresDatabase(isTimescale: false)
        case .timescale: try PostgresDatabase(isTimescale: true)
        }
    }
}

/// A database under measurement, with the shell that comes with its server or library.
protocol BenchDatabase: AnyObject {
    /// Its name in the figures.
    var name: String { get }
    /// As the configuration names it.
    var url: String { get }
    /// Where the results lie.
    var resultTable: String { get }

    func open() throws -> any Store
    /// To read beside a Sonde that writes.
    func openToRead() throws -> any Store

    /// Brings it to where the server's own housekeeping would leave it. The store is closed.
    func settle() throws
    /// Of all results with their indexes, on disk. The store is closed.
    func bytesOfResults() throws -> Int
    /// The same after the database's own compression; nil where it has none.
    func compressedBytesOfResults() throws -> Int?
    /// How long the shell's own import takes for the stored results, in a new table of the same form. The store is closed.
    func importSeconds() throws -> Double

    /// Copies rows of the first endpoint to others, in the order of time. The store is closed.
    func copy(_ table: String, toEndpoints numbers: ClosedRange<Int>, of times: Range<Timestamp>) throws
}

/// How long it takes, in seconds.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return start.duration(to: .now).inSeconds
}

/// Tells on the terminal what is being done.
func say(_ words: String) {
    FileHandle.standardError.write(Data("\(words) ...\n".utf8))
}
