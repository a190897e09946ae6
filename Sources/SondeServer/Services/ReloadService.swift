import Foundation
import Logging
import ServiceLifecycle
import SondeCore
import SondeProbing
import UnixSignals

/// Reloads the configuration on SIGHUP and when its file changes. A configuration that cannot be used is reported,
/// and the running one stays.
struct ReloadService: Service {
    /// A look at the file costs microseconds; notification interfaces miss files that an editor or a mounted
    /// Kubernetes volume replaces.
    private static let pollInterval: Duration = .seconds(1)

    let file: String
    let environment: [String: String]
    let initial: SondeConfiguration
    let apply: @Sendable (SondeConfiguration) async -> Void
    let logger: Logger

    func run() async throws {
        let (reasons, continuation) = AsyncStream.makeStream(of: Reason.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
                    continuation.yield(.signal)
                }
            }
            group.addTask { try await watch(continuation) }
            group.addTask {
                var current = initial
                for await reason in reasons { await reload(reason, &current) }
            }
            try await gracefulShutdown()
            continuation.finish()
            group.cancelAll()
        }
    }

    private enum Reason: String {
        case signal = "SIGHUP"
        case change = "the file changed"
    }

    /// What tells two states of a file apart without reading it.
    private struct Fingerprint: Equatable {
        var modified: Date?
        var size: Int?
        var inode: Int?

        init(of path: String) {
            // A link is followed first: that is how a mounted Kubernetes volume changes.
            let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            let attributes = try? FileManager.default.attributesOfItem(atPath: target)
            modified = attributes?[.modificationDate] as? Date
            size = attributes?[.size] as? Int
            inode = attributes?[.systemFileNumber] as? Int
        }
    }

    private func watch(_ continuation: AsyncStream<Reason>.Continuation) async throws {
        var known = Fingerprint(of: file)
        while true {
            try await Task.sleep(for: Self.pollInterval)
            let now = Fingerprint(of: file)
            guard now != known else { continue }
            known = now
            continuation.yield(.change)
        }
    }

    private func reload(_ reason: Reason, _ current: inout SondeConfiguration) async {
        do {
            let new = try SondeConfiguration.load(file: file, environment: environment)
            guard new != current else {
                if reason == .signal { logger.info("Configuration reloaded: nothing changed.") }
                return
            }
            warnOfRestarts(from: current, to: new)
            await apply(new)
            current = new
            logger.info("Configuration reloaded (\(reason.rawValue)): \(new.endpoints.count) endpoints.")
        } catch {
            logger.error("The changed configuration is not used; the running one stays.\n\(error)")
        }
    }

    private func warnOfRestarts(from old: SondeConfiguration, to new: SondeConfiguration) {
        let fixed: [(String, Bool)] = [
            ("store", old.store != new.store), ("web", old.web != new.web),
            ("concurrency", old.concurrency != new.concurrency), ("location", old.location != new.location),
        ]
        for (key, changed) in fixed where changed {
            logger.warning("A change of '\(key)' takes effect at the next start.")
        }
    }
}
