import CCurl
import Foundation
import SondeCore
import Synchronization

/// Hands one message to a mail server over a connection of its own, with libcurl.
///
/// The call blocks, so it runs on a thread of its own; it ends within a second after the task was cancelled.
struct SMTPTransfer: Sendable {
    let server: SMTPServer
    let sender: String
    let recipients: [String]
    /// With CRLF at the end of each line.
    let data: String

    /// What came of it.
    struct Report: Sendable {
        var code: CURLcode
        /// libcurl's own words; empty if it has none.
        var detail: String
        var osError: Int32
        /// OpenSSL's verdict on the certificate; 0 if it is good.
        var certificateFault: Int
        var dialogue: SMTPDialogue

        /// Whom of these the server has taken the message for.
        func delivered(to recipients: [String]) -> [String] {
            guard code == CURLE_OK else { return [] }
            let refused = dialogue.refusals.map(\.said)
            return recipients.filter { !refused.contains(.recipient($0)) }
        }
    }

    func run() async -> Report {
        let isCancelled = Flag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread { continuation.resume(returning: SMTPExchange(self, isCancelled).perform()) }
                thread.name = "sonde-smtp"
                thread.stackSize = 1 << 20
                thread.start()
            }
        } onCancel: {
            isCancelled.raise()
        }
    }

    /// That the task was cancelled.
    final class Flag: Sendable {
        private let value = Atomic(false)
        func raise() { value.store(true, ordering: .relaxed) }
        var isRaised: Bool { value.load(ordering: .relaxed) }
    }
}
