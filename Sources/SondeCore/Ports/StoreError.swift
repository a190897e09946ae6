/// Why a store could not do its work. It is Sonde's own trouble and never a target's failure.
package enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Worth trying again: locked, busy, full disk, read-only, connection lost.
    case unavailable(String)
    /// The database was made by a newer version of Sonde.
    case newerSchema(String)
    /// It cannot be opened or used, and trying again will not help.
    case unusable(String)

    package var description: String {
        switch self {
        case .unavailable(let sentence), .newerSchema(let sentence), .unusable(let sentence): sentence
        }
    }
}
