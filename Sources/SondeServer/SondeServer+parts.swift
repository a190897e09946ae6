import SondeAlerting
import SondeCore
import SondeProbing
import SondeSQLite
import SondeWeb

extension SondeServer {
    /// The parts of one run.
    struct Parts: Sendable {
        let dispatcher: AlertDispatcher
        /// Sends what is no probe: a channel that is slow must not hold up those.
        let courier: CurlEngine
        let troubles: Troubles
        let running: RunningStore
        let clock: SystemClock
        let startedAt: Timestamp
        let writer: StoreWriter
        let pipeline: Pipeline
        let engine: CurlEngine
        let scheduler: ProbeScheduler
        let web: WebServer?
        let hub: EventHub
        /// What the terminal is told.
        let events: AsyncStream<LiveEvent>
        let histories = AsyncStream.makeStream(of: HistoryService.Request.self)
        /// What is called as long as Sonde is well, at the start and after each reload.
        let heartbeats = AsyncStream.makeStream(
            of: HeartbeatConfiguration?.self, bufferingPolicy: .bufferingNewest(1))
        /// Yields once the page can be reached, or at once without one.
        let listening = AsyncStream.makeStream(of: Void.self)

        var store: any Store { running.store }

        init(_ server: SondeServer, base: any Store, clock: SystemClock) async throws {
            self.clock = clock
            startedAt = clock.now
            let configuration = server.configuration
            let hub = EventHub()
            events = hub.events(of: nil, probes: server.isVerbose)
            let troubles = Troubles(hub: hub)
            let running = try await RunningStore(base, configuration.store, clock: clock, troubles: troubles)
            let store = running.store
            let signals = AlertSignals()
            let writer = StoreWriter(
                store: store, troubles: troubles, committed: { signals.outbox.continuation.yield(.stored($0)) },
                spill: running.spill(after: FlushLimit.withSpool))
            let pipeline = Pipeline(
                clock: clock, writer: writer, hub: hub, troubles: troubles, signals: signals, store: running.health)
            let restored = try await running.detectors(of: configuration.endpoints)
            let detectors = restored ?? [:]
            let excused = try await store.excusedIncidents()
            let open = try await store.openIncidents()
            let alerting = configuration.alerting
            let remembered = try await RememberedAlerts(store, alerting.settings, at: clock.now)
            await pipeline.update(
                configuration.endpoints, states: try await store.incidentStates(), open: open, detectors: detectors,
                excused: excused, alerts: alerting.settings, remembered: remembered, awaitsHistory: true)
            histories.continuation.yield(
                HistoryService.Request(
                    endpoints: configuration.endpoints,
                    savedAt: detectors.filter { $0.value.detector != nil }.mapValues(\.savedAt),
                    isUnread: restored == nil,
                    excused: excused, urgent: Set(open.map(\.endpoint)), until: startedAt))
            courier = CurlEngine()
            dispatcher = AlertDispatcher(
                http: courier, source: LiveAlertSource(pipeline: pipeline, store: store),
                outbox: WriterOutbox(writer: writer), clock: clock, report: { troubles.tell($0) },
                abort: { [courier] in courier.stop() })
            try await dispatcher.update(alerting.channels, pageURL: alerting.pageURL)
            await dispatcher.take(remembered.notices)
            heartbeats.continuation.yield(alerting.heartbeat)
            engine = CurlEngine()
            let prober = CurlProber(engine: engine, clock: clock, location: configuration.location)
            scheduler = ProbeScheduler(prober: prober, clock: clock, concurrency: configuration.concurrency) {
                await pipeline.ingest($0)
            }
            await scheduler.update(configuration.endpoints.filter { $0.source == .probe })
            let logger = server.logger
            let write = server.write
            let listening = listening.continuation
            if !configuration.web.enabled { listening.yield() }
            web =
                configuration.web.enabled
                ? WebServer(
                    board: pipeline, store: store,
                    desk: LiveAlertDesk(
                        pipeline: pipeline, dispatcher: dispatcher, store: store, writer: writer, clock: clock),
                    host: configuration.web.host, port: configuration.web.port,
                    clock: clock, logger: logger,
                    onListening: { port in
                        write(.listening(host: configuration.web.host, port: port, at: clock.now))
                        listening.yield()
                    }) : nil
            self.running = running
            self.troubles = troubles
            self.hub = hub
            self.writer = writer
            self.pipeline = pipeline
        }

        /// Ends the threads that send.
        func stop() {
            engine.stop()
            courier.stop()
        }

        /// Calls the address of the configuration as long as Sonde is well.
        var heartbeat: HeartbeatService {
            HeartbeatService(
                configurations: heartbeats.stream, pipeline: pipeline, channels: { await dispatcher.statuses },
                http: courier, troubles: troubles, clock: clock)
        }

        /// Takes over a reloaded configuration.
        @Sendable func apply(_ configuration: SondeConfiguration) async {
            // An endpoint that comes back may have excused incidents; a store that does not answer must not hold up the
            // reload.
            let excused = (try? await store.excusedIncidents()) ?? []
            let alerting = configuration.alerting
            let new = await pipeline.update(
                configuration.endpoints, excused: excused, alerts: alerting.settings, awaitsHistory: true)
            do {
                try await dispatcher.update(alerting.channels, pageURL: alerting.pageURL)
            } catch {
                troubles.begin("channels", "A channel of the configuration cannot be used: \(error.sentence)")
            }
            heartbeats.continuation.yield(alerting.heartbeat)
            if !new.isEmpty {
                histories.continuation.yield(
                    HistoryService.Request(endpoints: new, excused: excused, until: clock.now))
            }
            await scheduler.update(configuration.endpoints.filter { $0.source == .probe })
            hub.publish(.reloaded(endpoints: configuration.endpoints.count))
        }
    }
}

extension RunningStore {
    /// Has what comes next kept in the spool, because the store has not answered for so long; nil without a spool.
    fileprivate func spill(after silence: Duration) -> (@Sendable () -> Void)? {
        guard let spooling else { return nil }
        return { spooling.noticeOutage(spooling.notAnswered(for: silence)) }
    }
}
