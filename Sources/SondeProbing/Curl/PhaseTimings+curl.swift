import CCurl
import SondeCore

extension PhaseTimings {
    /// The phases of one request. libcurl reports when each phase ended, counted from the beginning; the phase in
    /// which a failed request ended takes the time that is left, so that the phases always sum to the total.
    init(_ report: TransferReport, isTLS: Bool) {
        self.init()
        let times = report.times
        var ended: Int64 = 0
        /// The phase from the last ending to `end`, or to the total if it was not finished; nil once that happened.
        func phase(endingAt end: Int64, finished: Bool) -> Duration? {
            guard ended < times.total || finished else { return nil }
            let end = finished ? Swift.min(Swift.max(end, ended), times.total) : times.total
            defer { ended = end }
            return .microseconds(end - ended)
        }

        if !report.usesKeptConnection {
            dns = phase(endingAt: times.nameLookup, finished: times.nameLookup > 0 || times.connect > 0)
            guard times.nameLookup > 0 || times.connect > 0 else { return }
            connect = phase(endingAt: times.connect, finished: times.connect > 0)
            guard times.connect > 0 else { return }
            if isTLS {
                tls = phase(endingAt: times.appConnect, finished: times.appConnect > 0)
                guard times.appConnect > 0 else { return }
            }
        }
        ttfb = phase(endingAt: times.startTransfer, finished: times.startTransfer > 0)
        guard times.startTransfer > 0 else { return }
        transfer = phase(endingAt: times.total, finished: true)
    }
}

extension TransferReport {
    /// The phase in which the request ended, in a person's words, for the sentence of a timeout.
    func lastPhase(isTLS: Bool) -> (words: String, isConnecting: Bool) {
        if times.startTransfer > 0 {
            return (headersComplete ? "receiving the body" : "receiving the headers", false)
        }
        if newConnections == 0 && times.connect > 0 { return ("waiting for the first byte", false) }
        if times.nameLookup == 0 && times.connect == 0 { return ("resolving the name", false) }
        if times.connect == 0 { return ("connecting", true) }
        if isTLS && times.appConnect == 0 { return ("the TLS handshake", false) }
        return ("waiting for the first byte", false)
    }
}
