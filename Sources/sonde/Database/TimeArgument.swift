import ArgumentParser
import SondeCore
import SondeServer

/// A time on the command line: `2026-11-01`, `2026-11-01T10:00:00Z`, or `7d` for so long ago.
struct TimeArgument {
    private enum Form {
        case moment(Timestamp)
        case ago(Duration)
    }

    private let form: Form

    /// - Parameter option: The name for the message.
    init(_ text: String, option: String) throws(ValidationError) {
        if let duration = Duration(configuration: text), duration >= .zero {
            form = .ago(duration)
        } else if Double(text) == nil, let moment = Timestamp(parsing: text) ?? Timestamp(parsing: text + "T00:00:00Z")
        {
            form = .moment(moment)
        } else {
            throw ValidationError(
                "\(option) takes a time such as 2026-11-01, 2026-11-01T10:00:00Z or 7d for so long ago, not '\(text)'.")
        }
    }

    func time(at now: Timestamp) -> Timestamp {
        switch form {
        case .moment(let time): time
        case .ago(let duration): now.advanced(by: .zero - duration)
        }
    }
}
