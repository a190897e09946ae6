package import SondeAlerting
package import SondeCore

/// A message that a channel would have got.
package struct ReplayedMessage: Sendable, Hashable {
    package var at: Timestamp
    package var channel: String
    /// Oldest first; never empty.
    package var notices: [Notice]
}

/// The outbox of a past: the queues of live channels, whose other sides take everything at once.
package struct ReplayedOutbox: Sendable {
    private let combining: Set<String>
    private var queues: [String: ChannelQueue] = [:]
    private var messages: [ReplayedMessage] = []
    /// What is sent stays sent, though the policy may have had newer words for it.
    private var sent: Set<String> = []

    /// - Parameter combining: Channels that can say several incidents in one message.
    package init(combining: Set<String>) {
        self.combining = combining
    }

    /// Takes what the policy decided at a time, which is no earlier than the one before.
    package mutating func take(_ notices: [Notice], at time: Timestamp) {
        for notice in notices {
            let channel = notice.channel
            // The rate of a channel is a matter of the other side.
            var queue =
                queues[channel]
                ?? ChannelQueue(
                    combines: combining.contains(channel), messagesPerMinute: 1_000_000)
            drain(&queue, channel, before: time)
            queue.remove(notice.id)
            if notice.state == .waiting, !sent.contains(notice.id) { queue.add(notice) }
            queues[channel] = queue
        }
    }

    /// Everything that would have been sent, oldest first.
    package mutating func finish() -> [ReplayedMessage] {
        for (channel, queue) in queues {
            var queue = queue
            drain(&queue, channel, before: nil)
        }
        queues = [:]
        return messages.sorted { ($0.at, $0.channel) < ($1.at, $1.channel) }
    }

    private mutating func drain(_ queue: inout ChannelQueue, _ channel: String, before end: Timestamp?) {
        var next = queue.waiting.values.map(\.dueAt).min()
        while let now = next, end.map({ now < $0 }) ?? true {
            switch queue.next(at: now) {
            case .send(let parcel):
                messages.append(ReplayedMessage(at: now, channel: channel, notices: parcel.notices))
                queue.succeeded(parcel)
                sent.formUnion(parcel.notices.map(\.id))
                next = queue.waiting.values.map(\.dueAt).min().map { max($0, now) }
            case .wait(let later): next = later
            }
        }
    }
}
