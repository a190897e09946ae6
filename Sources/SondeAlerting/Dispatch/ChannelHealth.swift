package import SondeCore
import Synchronization

/// How one channel does, for whoever asks, and told once when it begins to fail and once when it works again.
package final class ChannelHealth: Sendable {
    /// What a person is to be told of a channel.
    package enum Change: Sendable {
        /// It has begun to fail, or fails for another reason.
        case fails(ChannelStatus)
        /// It fails still; a figure has changed.
        case stillFails(ChannelStatus)
        case works(ChannelStatus)
        /// It works, and somebody does not get its messages; without a remark, all do again.
        case reachesSome(ChannelStatus)
        /// It failed, and has been changed or removed.
        case ended(ChannelStatus)
    }

    private let status: Mutex<ChannelStatus>
    private let report: @Sendable (Change) -> Void

    init(name: String, type: String, report: @escaping @Sendable (Change) -> Void) {
        status = Mutex(ChannelStatus(name: name, type: type))
        self.report = report
    }

    package var current: ChannelStatus { status.withLock { $0 } }

    func count(waiting: Int) {
        let failing = status.withLock { status -> ChannelStatus? in
            guard status.waiting != waiting else { return nil }
            status.waiting = waiting
            return status.fault == nil ? nil : status
        }
        if let failing { report(.stillFails(failing)) }
    }

    /// - Parameter remark: What is amiss all the same, as a recipient who does not have the message.
    func succeeded(at now: Timestamp, waiting: Int, remark: String?) {
        let (status, wasFailing, isNews) = status.withLock { status in
            let (wasFailing, isNews) = (status.fault != nil, status.remark != remark)
            (status.fault, status.nextTry, status.lastSentAt, status.waiting) = (nil, nil, now, waiting)
            status.remark = remark
            status.sent += 1
            return (status, wasFailing, isNews)
        }
        if wasFailing { report(.works(status)) }
        if isNews { report(.reachesSome(status)) }
    }

    /// The channel is there no longer, and its trouble neither.
    func end() {
        let wasFailing = status.withLock { status -> ChannelStatus? in
            defer { (status.fault, status.remark) = (nil, nil) }
            return status.fault == nil && status.remark == nil ? nil : status
        }
        if let wasFailing { report(.ended(wasFailing)) }
    }

    func failed(_ sentence: String, nextTry: Timestamp?, dead: Int, waiting: Int) {
        let (status, isNew) = status.withLock { status in
            let isNew = status.fault != sentence
            (status.fault, status.nextTry, status.waiting) = (sentence, nextTry, waiting)
            status.dead += dead
            return (status, isNew)
        }
        report(isNew ? .fails(status) : .stillFails(status))
    }
}
