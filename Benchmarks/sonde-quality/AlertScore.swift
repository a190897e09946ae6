import SondeCore

/// How many messages a fault brings, by the rules of `FaultScore`: those that name an incident which opened within the
/// fault or within five minutes after it.
struct AlertScore: Sendable {
    private static let grace: Duration = .seconds(300)

    private(set) var faults = 0
    /// Faults that brought a message.
    private(set) var told = 0
    private(set) var messages = 0

    init(_ histories: [ProbeHistory], _ sent: [Notifications.Message]) {
        for history in histories {
            for fault in history.faults {
                faults += 1
                let begin = ProbeHistory.time(of: fault.probes.lowerBound)
                let end = ProbeHistory.time(of: fault.probes.upperBound).advanced(by: Self.grace)
                let count = sent.count { message in
                    message.openings.contains { $0.api == history.name && begin...end ~= $0.openedAt }
                }
                messages += count
                if count > 0 { told += 1 }
            }
        }
    }

    var messagesPerFault: Double { Double(messages) / Double(max(1, told)) }
}
