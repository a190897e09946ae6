import CCurl
import Foundation
import SondeCore
import Synchronization

/// Drives libcurl's multi interface with epoll on a thread of its own, so that no transfer, however slow its
/// callbacks, ever occupies a thread of Swift's cooperative pool.
///
/// `perform` may be called from anywhere; requests travel to the thread through a locked inbox.
package final class CurlEngine: Sendable {
    private struct Submission {
        var request: TransferRequest
        var startedAt: @Sendable () -> Timestamp
        var completion: @Sendable (TransferReport) -> Void
    }

    private struct Inbox {
        var submissions: [Submission] = []
        var isStopping = false
        /// The thread waits in epoll, or is about to: it must be woken for new submissions.
        var isWaiting = false
    }

    private let inbox = Mutex(Inbox())
    private let wakeup: Int32

    /// Starts the thread. It ends with `stop()`.
    package init() {
        Self.initialiseOnce
        wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        let thread = Thread { [self] in
            CurlLoop(wakeup: wakeup) { block in self.exchange(block) }.run()
        }
        thread.name = "sonde-curl"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Sends one request and waits for its end. `clock` is read on the thread, at the moment the request begins.
    func perform(_ request: TransferRequest, clock: any WallClock) async -> TransferReport {
        await withCheckedContinuation { continuation in
            submit(
                Submission(request: request, startedAt: { clock.now }) { continuation.resume(returning: $0) })
        }
    }

    /// Ends all transfers under way, reports them as stopped, and ends the thread.
    package func stop() {
        inbox.withLock { inbox in
            // Under the lock: the thread closes the eventfd once it has seen this.
            if !inbox.isStopping { ring() }
            inbox.isStopping = true
        }
    }

    private func submit(_ submission: Submission) {
        let isAccepted = inbox.withLock { inbox in
            guard !inbox.isStopping else { return false }
            inbox.submissions.append(submission)
            if inbox.isWaiting { ring() }
            inbox.isWaiting = false
            return true
        }
        if !isAccepted { submission.completion(.stopped(at: submission.startedAt())) }
    }

    private func ring() {
        eventfd_write(wakeup, 1)
    }

    /// Called on the thread: takes what has arrived and starts it; the loop may wait after a call that took nothing.
    private func exchange(
        _ begin: (TransferRequest, Timestamp, @escaping (TransferReport) -> Void) -> Void
    ) -> CurlLoop.Next {
        let (arrived, stopping) = inbox.withLock { inbox in
            defer { inbox.submissions = [] }
            // What is taken is begun first; only an empty inbox is waited on.
            inbox.isWaiting = inbox.submissions.isEmpty
            return (inbox.submissions, inbox.isStopping)
        }
        for submission in arrived {
            begin(submission.request, submission.startedAt(), submission.completion)
        }
        if stopping { return .end }
        return arrived.isEmpty ? .wait : .poll
    }

    private static let initialiseOnce: Void = {
        curl_global_init(Int(CURL_GLOBAL_ALL))
    }()
}

extension TransferReport {
    /// The report of a request that was never sent because Sonde is stopping.
    static func stopped(at time: Timestamp) -> TransferReport {
        TransferReport(
            code: CURLE_ABORTED_BY_CALLBACK, detail: "", osError: 0, certificateFault: 0, startedAt: time,
            times: Times(), newConnections: 0, status: 0, httpVersion: 0, headers: [], headersComplete: false, body: [],
            bodySize: 0, limit: .stopped)
    }
}
