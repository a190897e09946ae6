import SondeAlerting
import SondeCore

extension Troubles {
    /// Tells of a channel that fails, once, and of one that works again.
    func tell(_ change: ChannelHealth.Change) {
        switch change {
        case .fails(let status): begin(Self.source(status), Self.sentence(status))
        case .stillFails(let status): restate(Self.source(status), Self.sentence(status))
        case .reachesSome(let status): tellRemark(status)
        case .ended(let status):
            end(Self.source(status), "The channel '\(status.name)' has changed.")
            end(Self.remarkSource(status), "The recipients of the channel '\(status.name)' have changed.")
        case .works(let status): end(Self.source(status), "The channel '\(status.name)' takes messages again.")
        }
    }

    private func tellRemark(_ status: ChannelStatus) {
        guard let remark = status.remark else {
            return end(
                Self.remarkSource(status), "All recipients of the channel '\(status.name)' get its messages again.")
        }
        begin(
            Self.remarkSource(status), "Not all recipients of the channel '\(status.name)' get its messages: \(remark)")
    }

    private static func remarkSource(_ status: ChannelStatus) -> String { "recipients of \(status.name)" }

    private static func source(_ status: ChannelStatus) -> String { "channel \(status.name)" }

    private static func sentence(_ status: ChannelStatus) -> String {
        var sentence = "The channel '\(status.name)' does not take messages: \(status.fault ?? "")"
        if status.waiting > 0 {
            sentence += " \(count(status.waiting)) and \(status.waiting == 1 ? "is" : "are") tried again."
        }
        return sentence
    }

    private static func count(_ waiting: Int) -> String {
        waiting == 1 ? "One notice waits" : "\(waiting) notices wait"
    }
}
