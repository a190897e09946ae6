import SondeCore

/// A time as the head of a message has it.
struct MailDate {
    let day: Int
    /// `Nov`.
    let month: String
    /// `10:00:12`.
    let time: String
    /// `Tue, 24 Nov 2026 10:00:12 +0000` (RFC 5322, section 3.3).
    let text: String

    init(_ timestamp: Timestamp) {
        let rfc3339 = timestamp.rfc3339
        let parts = rfc3339.prefix(10).split(separator: "-").compactMap { Int($0) }
        day = parts[2]
        month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][parts[1] - 1]
        time = timestamp.timeOfDay
        let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][timestamp.weekday]
        text = "\(weekday), \(day) \(month) \(rfc3339.prefix(4)) \(time) +0000"
    }
}
