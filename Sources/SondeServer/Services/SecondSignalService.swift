import Foundation
import ServiceLifecycle
import UnixSignals

/// The first SIGINT or SIGTERM ends Sonde gracefully; the second ends it at once.
struct SecondSignalService: Service {
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var isFirst = true
                for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                    guard !isFirst else {
                        isFirst = false
                        continue
                    }
                    exit(128 + signal.rawValue)
                }
            }
            group.addTask { try await gracefulShutdown() }
            try await group.next()
            group.cancelAll()
        }
    }
}
