package import Logging
package import ServiceLifecycle
import SondeAlerting
import SondeCore
import SondeProbing
import SondeSQLite
import SondeWeb
import UnixSignals

/// The composition root: makes the parts, joins them, and runs them as one group of services.
package struct SondeServer: Sendable {
    package var configuration: SondeConfiguration
    /// Reloaded on change when it is set.
    package var configurationFile: String?
    package var environment: [String: String]
    package var isVerbose: Bool
    package var logger: Logger
    /// Takes each line for the terminal.
    package var write: @Sendable (EventLine) -> Void
    /// Services that run beside Sonde's own, as the demo's APIs do.
    package var companions: [any Service]

    /// How long a store may take to be closed that is on another machine.
    private static let patienceWithStore: Duration = .milliseconds(500)

    package init(
        configuration: SondeConfiguration, configurationFile: String? = nil, environment: [String: String] = [:],
        isVerbose: Bool = false, logger: Logger, companions: [any Service] = [],
        write: @escaping @Sendable (EventLine) -> Void
    ) {
        self.configuration = configuration
        self.configurationFile = configurationFile
        self.environment = environment
        self.isVerbose = isVerbose
        self.logger = logger
        self.companions = companions
        self.write = write
    }

    /// Runs until SIGINT or SIGTERM; then finishes the probes under way, flushes the store and returns.
    ///
    /// - Throws: `StoreError` or `WebServerError`, a sentence each, when it cannot start.
    package func run() async throws {
        let clock = SystemClock()
        let lock = try lockStore()
        defer { withExtendedLifetime(lock) {} }
        let base = try configuration.store.open(for: .owning)
        let parts = try await Parts(self, base: base, clock: clock)
        defer { parts.stop() }
        write(await startLine(parts))
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services(parts).map {
                    ServiceGroupConfiguration.ServiceConfiguration(service: NamedService(base: $0))
                }, gracefulShutdownSignals: [.sigint, .sigterm], logger: quiet(logger)))
        do {
            try await group.run()
        } catch {
            await close(parts.store)
            throw error
        }
        await close(parts.store)
        let health = await parts.pipeline.health()
        if health.queuedRows > 0 {
            logger.error("\(health.queuedRows) rows could not be stored before the end.")
        }
        if let rows = health.store?.spool?.rows, rows > 0 {
            logger.info("\(rows) rows wait in the spool and are stored after the next start.")
        }
        logger.info("Stopped after \(health.probes) probes.")
    }

    /// Closes the store, of which everything is saved by now; a distant one that does not answer is left to the end of the
    /// process.
    private func close(_ store: any Store) async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let closing = Task {
            do {
                try await store.close()
            } catch {
                logger.warning("The store could not be closed: \(error)")
            }
            end.finish()
        }
        let timer = Task {
            guard store is SpoolingStore else { return }
            try? await Task.sleep(for: Self.patienceWithStore)
            end.finish()
        }
        for await _ in ends {}
        closing.cancel()
        timer.cancel()
    }

    /// What is watched, where it is stored, and what is still open from before.
    private func startLine(_ parts: Parts) async -> EventLine {
        let statuses = await parts.pipeline.statuses()
        let watched = statuses.count(where: \.enabled)
        let open = statuses.count { $0.openIncident != nil }
        let store = parts.running.health()
        let incidents = open == 0 ? "" : "; \(open) incident\(open == 1 ? " is" : "s are") still open"
        return EventLine(
            tone: .plain, event: "start", time: parts.startedAt,
            text: "watching \(watched) endpoint\(watched == 1 ? "" : "s"), stored in \(store.kind) at \(store.place)"
                + incidents)
    }

    /// One Sonde a database file; nil where the store itself serves several.
    private func lockStore() throws -> DatabaseLock? {
        guard case .sqlite(let path) = configuration.store.kind else { return nil }
        return try DatabaseLock(databasePath: path)
    }

    /// In the order in which they are needed: the group ends the last first, so that probing stops before the writer
    /// flushes what it brought.
    private func services(_ parts: Parts) -> [any Service] {
        var services: [any Service] = [SecondSignalService(), parts.writer, SavingService(pipeline: parts.pipeline)]
        if let spooling = parts.running.spooling { services.append(SpoolService(store: spooling)) }
        services.append(contentsOf: alertServices(parts))
        services.append(EventReporter(events: parts.events, isVerbose: isVerbose, write: write))
        services.append(contentsOf: companions)
        services.append(
            RetentionService(
                store: parts.store, retention: configuration.store.retention, maxSize: configuration.store.maxSize,
                clock: parts.clock, logger: logger))
        services.append(RollupService(store: parts.store, clock: parts.clock, logger: logger))
        services.append(
            HistoryService(
                pipeline: parts.pipeline, store: parts.store, requests: parts.histories.stream, logger: logger,
                waitForStore: parts.running.waitForStore))
        if let web = parts.web { services.append(web) }
        if let configurationFile {
            services.append(
                ReloadService(
                    file: configurationFile, environment: environment, initial: configuration, apply: parts.apply,
                    logger: logger))
        }
        services.append(
            ProbingService(
                scheduler: parts.scheduler, engine: parts.engine, pipeline: parts.pipeline,
                mayBegin: parts.listening.stream, logger: logger))
        return services
    }

    /// What tells people; it ends after all that brings news.
    private func alertServices(_ parts: Parts) -> [any Service] {
        [
            NoticeService(signals: parts.pipeline.signals, dispatcher: parts.dispatcher), parts.dispatcher,
            AlertTimerService(pipeline: parts.pipeline, clock: parts.clock),
            ReferenceService(pipeline: parts.pipeline, http: parts.courier),
            PushWatchService(pipeline: parts.pipeline, clock: parts.clock), parts.heartbeat,
        ]
    }

    /// The group's own remarks (a service started, a signal came) are for debugging.
    private func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        if quiet.logLevel < .error, quiet.logLevel > .debug { quiet.logLevel = .critical }
        return quiet
    }
}

extension EventLine {
    /// The address of the page.
    static func listening(host: String, port: Int, at time: Timestamp) -> EventLine {
        let shown = host.contains(":") ? "[\(host)]" : host
        return EventLine(tone: .good, event: "ready", time: time, text: "the page is at http://\(shown):\(port)/")
    }
}
