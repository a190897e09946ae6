import Foundation

/// Names of time zones.
package enum TimeZoneName {
    /// Whether this machine knows a time zone of this name, such as `Europe/Berlin`.
    package static func isKnown(_ name: String) -> Bool { TimeZone(identifier: name) != nil }
}
