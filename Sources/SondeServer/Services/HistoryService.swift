import Logging
import ServiceLifecycle
import SondeCore
import SondeDetection

/// Feeds the stored history of endpoints that are new, all of them after the start and some after a reload, to their
/// detectors, while probing already goes on.
struct HistoryService: Service {
    /// Endpoints whose history is wanted, up to a time.
    struct Request: Sendable {
        var endpoints: [Endpoint]
        /// The newest result that those which were restored have learned from: only later ones are read.
        var savedAt: [String: Timestamp] = [:]
        /// The store was away, and nothing could be restored from it yet.
        var isUnread = false
        /// Incidents that were called no fault.
        var excused: [Incident] = []
        /// Endpoints with an incident that is open: whether it is over is known only once their history is.
        var urgent: Set<String> = []
        var until: Timestamp

        var ordered: [Endpoint] {
            endpoints.filter { urgent.contains($0.name) } + endpoints.filter { !urgent.contains($0.name) }
        }
    }

    /// How often something is read again after the store went away and came back.
    private static let repetitions = 5

    let pipeline: Pipeline
    let store: any Store
    let requests: AsyncStream<Request>
    let logger: Logger
    /// Returns when a store that may be away for long is there and has everything; nil where waiting would not help.
    var waitForStore: (@Sendable () async throws -> Void)?

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                for await request in requests { try await replay(request) }
            }
        } catch is CancellationError {
            return
        }
    }

    private func replay(_ request: Request) async throws {
        try await waitForStore?()
        let request = try await completed(request)
        do {
            let day = request.until.advanced(by: .seconds(-86_400))..<request.until
            await pipeline.adopt(try await read { try await store.hourlyCounts(in: day) }, for: request.endpoints)
        } catch let error as StoreError {
            logger.warning("The availability of the last day could not be read: \(error)")
        }
        let excused = Dictionary(grouping: request.excused, by: \.endpoint).mapValues { $0.flatMap(\.patterns) }
        let windows = try await maintenanceWindows()
        for endpoint in request.ordered {
            try Task.checkCancellation()
            do {
                let history = try await read {
                    try await ReplayedHistory.replay(
                        endpoint, savedAt: request.savedAt[endpoint.name], isUnread: request.isUnread,
                        excused: excused[endpoint.name] ?? [],
                        windows: windows.filter {
                            $0.matcher.matches(name: endpoint.name, group: endpoint.group)
                        }, from: store,
                        until: await pipeline.endOfReplay(of: endpoint.name) ?? request.until)
                }
                await pipeline.adopt(history, for: endpoint.name)
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.warning(
                    "The stored history of an API could not be read; it learns anew: \(error)",
                    metadata: ["api": "\(endpoint.name)"])
                let empty = ReplayedHistory(
                    detector: AnomalyDetector(endpoint), newest: [])
                await pipeline.adopt(empty, for: endpoint.name)
            }
        }
    }

    /// Maintenance windows of the configuration and of people: what was measured in them teaches nothing.
    private func maintenanceWindows() async throws -> [Silence] {
        let configured = await pipeline.alertSettings.silences
        do {
            let added = try await read { try await store.silences() + store.endedSilences() }
            return (configured + added).filter { $0.purpose == .maintenance }
        } catch let error as StoreError {
            logger.warning("Maintenance windows could not be read: \(error)")
            return configured.filter { $0.purpose == .maintenance }
        }
    }

    /// The request with what could not be read when it was made.
    private func completed(_ request: Request) async throws -> Request {
        guard request.isUnread else { return request }
        var request = request
        do {
            let open = try await read { try await store.openIncidents() }
            request.excused = try await read { try await store.excusedIncidents() }
            let settings = await pipeline.alertSettings
            let remembered = try await read { try await RememberedAlerts(store, settings, at: request.until) }
            await pipeline.remember(excused: request.excused)
            await pipeline.adopt(remembered, open: open)
        } catch let error as StoreError {
            logger.warning("The incidents that are open and their alerts could not be read: \(error)")
        }
        return request
    }

    /// Reads something; when the store goes away meanwhile, waits until it is back and reads that again.
    private func read<Value>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 0..<Self.repetitions {
            do {
                return try await body()
            } catch StoreError.unavailable(let sentence) {
                guard let waitForStore else { throw StoreError.unavailable(sentence) }
                try await waitForStore()
            }
        }
        return try await body()
    }
}
