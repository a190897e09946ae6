import ServiceLifecycle
import SondeCore

/// Tries the reference targets when the pipeline asks: whether Sonde itself has a network.
struct ReferenceService: Service {
    private static let timeout: Duration = .seconds(5)

    let pipeline: Pipeline
    let http: any HTTPClient

    func run() async throws {
        for await _ in pipeline.signals.references.stream.cancelOnGracefulShutdown() {
            await pipeline.referencesAnswered(await areReachable())
        }
    }

    /// Whether one of them answers. All are tried at once.
    private func areReachable() async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for reference in await pipeline.references { group.addTask { await isReachable(reference) } }
            for await answer in group where answer {
                group.cancelAll()
                return true
            }
            return false
        }
    }

    /// Whatever it answers, and if it is nonsense: a connection was made, or a machine far away refused one.
    private func isReachable(_ reference: String) async -> Bool {
        let scheme = reference.hasSuffix(":443") ? "https" : "http"
        let request = HTTPRequest(
            "HEAD", Secret("\(scheme)://\(reference)/"), options: ClientOptions(timeout: Self.timeout, insecure: true))
        do {
            _ = try await http.send(request)
            return true
        } catch {
            switch error.category {
            case .nameNotResolved, .unreachable, .connectTimeout, .timeout, .proxy, .other: return false
            default: return true
            }
        }
    }
}
