import ServiceLifecycle
import SondeCore

/// Tries the reference targets when the pipeline asks: whether Sonde itself has a network.
struct ReferenceService: Service {
    private static let timeout: Duration = .seconds(5)

    let pipeline: Pipeline
    let http: any HTTPClient

    func run() async throws {
        for await _ in pipeline.signals.references.stream.cancelOnGracefulShutdown() {
            let areReachable = try? await cancelWhenGracefulShutdown { try await self.areReachable() }
            guard let areReachable else { return }
            await pipeline.referencesAnswered(areReachable)
        }
    }

    /// Whether one of them answers. All are tried at once.
    ///
    /// - Throws: `CancellationError`.
    private func areReachable() async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for reference in await pipeline.references { group.addTask { try await isReachable(reference) } }
            for try await answer in group where answer {
                group.cancelAll()
                return true
            }
            return false
        }
    }

    /// Whatever it answers, and if it is nonsense: a connection was made, or a machine far away refused one.
    private func isReachable(_ reference: String) async throws -> Bool {
        let scheme = reference.hasSuffix(":443") ? "https" : "http"
        let request = HTTPRequest(
            "HEAD", Secret("\(scheme)://\(reference)/"), options: ClientOptions(timeout: Self.timeout, insecure: true))
        do {
            _ = try await http.sendUnlessCancelled(request)
            return true
        } catch let error as ProbeFailure {
            switch error.category {
            case .nameNotResolved, .unreachable, .connectTimeout, .timeout, .proxy, .other: return false
            default: return true
            }
        }
    }
}
