package import ServiceLifecycle
package import SondeCore

/// Drains the outbox: every notice goes to its channel at least once, under a key that stays the same.
///
/// Each channel has a dispatcher and a task of its own. What a channel does not take waits in the store and is tried again, up
/// to a day.
package actor AlertDispatcher: Service {
    /// How long a message that is under way may take once Sonde ends.
    private static let grace: Duration = .seconds(2)

    private struct Running {
        var dispatcher: ChannelDispatcher
        var health: ChannelHealth
        /// Nil before `run` and after its end.
        var task: Task<Void, Never>?
    }

    private let http: any HTTPClient
    private let source: any AlertSource
    private let outbox: any Outbox
    private let clock: any WallClock
    private let report: @Sendable (ChannelHealth.Change) -> Void
    private let abort: @Sendable () -> Void
    private var channels: [String: Running] = [:]
    /// Of the configuration.
    private var order: [String] = []
    private var orphans = Orphans()
    /// Takeovers under way: what waits for a channel that changes is not given up.
    private var takeovers = 0
    /// Meanwhile: what may be neither with a channel nor among the orphans.
    private var withdrawn: Set<String> = []
    private let rest: Rest
    private var pageURL: String?
    private var isRunning = false

    /// - Parameters:
    ///   - report: Takes what a person is to be told of channels.
    ///   - abort: Ends the requests that are under way, when Sonde ends and they take too long.
    package init(
        http: any HTTPClient, source: any AlertSource, outbox: any Outbox, clock: any WallClock,
        report: @escaping @Sendable (ChannelHealth.Change) -> Void, abort: @escaping @Sendable () -> Void
    ) {
        self.http = http
        self.source = source
        self.outbox = outbox
        self.clock = clock
        self.report = report
        self.abort = abort
        rest = Rest(clock: clock)
    }

    /// Takes over the channels of a configuration. One that stays as it is goes on, also under another address of the page;
    /// what waits for one that changed goes to the new one, and what the channel gave back too where the same people are told.
    ///
    /// - Throws: `ChannelFault` where a channel cannot be made, which the configuration has checked.
    package func update(_ configurations: [ChannelConfiguration], pageURL: String?) async throws(ChannelFault) {
        takeovers += 1
        defer {
            takeovers -= 1
            if takeovers == 0 { withdrawn = [] }
            rest.wake()
        }
        var former: [String: ChannelDispatcher] = [:]
        for (name, running) in channels where !configurations.contains(running.dispatcher.configuration) {
            // What comes for it meanwhile is an orphan, and what is withdrawn is withdrawn among those.
            channels[name] = nil
            orphans.take(await running.dispatcher.handOver())
            await end(running)
            orphans.take(await running.dispatcher.handOver())
            running.health.end()
            former[name] = running.dispatcher
        }
        self.pageURL = pageURL
        for running in channels.values { await running.dispatcher.compose(with: MessageComposer(pageURL: pageURL)) }
        order = configurations.map(\.name)
        var fault: ChannelFault?
        for configuration in configurations where channels[configuration.name] == nil {
            let running: Running
            do {
                running = try make(configuration)
            } catch {
                fault = error
                continue
            }
            channels[configuration.name] = running
            if let old = former[configuration.name], old.configuration.tellsTheSame(as: configuration) {
                await running.dispatcher.take(receipts: await old.receipts)
            }
        }
        await take(orphans.handOver())
        // What was withdrawn on the way from one to the other.
        orphans.remove(Array(withdrawn))
        for running in channels.values { await running.dispatcher.withdraw(withdrawn) }
        if isRunning { start() }
        if let fault { throw fault }
    }

    private func make(_ configuration: ChannelConfiguration) throws(ChannelFault) -> Running {
        let health = ChannelHealth(name: configuration.name, type: configuration.type, report: report)
        let dispatcher = ChannelDispatcher(
            configuration, try configuration.makeChannel(), composer: MessageComposer(pageURL: pageURL), http: http,
            source: source, outbox: outbox, clock: clock, health: health)
        return Running(dispatcher: dispatcher, health: health)
    }

    /// Takes notices that were just stored. What this dispatcher itself had stored is known here.
    package func stored(_ notices: [Notice]) async {
        let news = notices.filter { $0.attempts == 0 && ($0.message == nil || $0.message == $0.id) }
        await hand(news) { await $0.stored($1) }
    }

    /// Takes notices of the store. Those that do not wait are here for what the channel gave back. None of them was to wait
    /// for more than a day: one that is due later was made by a clock that was wrong, and is due now.
    package func take(_ notices: [Notice]) async {
        let now = clock.now
        let latest = now.advanced(by: Backoff.patience)
        let timely = notices.map { notice in
            var notice = notice
            // A digest is due when its interval ends, however long that is.
            if notice.dueAt > latest, notice.event != .digest { notice.dueAt = now }
            return notice
        }
        await hand(timely) { await $0.take($1) }
    }

    private func hand(_ notices: [Notice], to body: (ChannelDispatcher, [Notice]) async -> Void) async {
        for (name, notices) in Dictionary(grouping: notices, by: \.channel) {
            if let running = channels[name] {
                await body(running.dispatcher, notices)
            } else {
                orphans.take(notices)
                rest.wake()
            }
        }
    }

    /// Gives up what waits for channels that are gone, when its time has come.
    private func giveUpOrphans() async {
        while !Task.isCancelled, isRunning {
            let dead = takeovers == 0 ? orphans.giveUp(at: clock.now) : []
            if !dead.isEmpty {
                outbox.note(dead)
                await source.delivered(dead)
            }
            await rest.rest(until: takeovers == 0 ? orphans.deadline : nil)
        }
    }

    /// There is nothing to tell any more: what is not on its way stays here.
    package func withdraw(_ notices: [Notice]) async {
        if takeovers > 0 { withdrawn.formUnion(notices.map(\.id)) }
        orphans.remove(notices.map(\.id))
        for (name, notices) in Dictionary(grouping: notices, by: \.channel) {
            await channels[name]?.dispatcher.withdraw(Set(notices.map(\.id)))
        }
    }

    /// How each channel does, in the order of the configuration.
    package var statuses: [ChannelStatus] { order.compactMap { channels[$0]?.health.current } }

    // MARK: Service

    package func run() async throws {
        isRunning = true
        start()
        let undertaker = Task { await giveUpOrphans() }
        try? await gracefulShutdown()
        isRunning = false
        undertaker.cancel()
        // A request that is under way does not notice that its task was cancelled.
        let timer = Task {
            guard (try? await Task.sleep(for: Self.grace)) != nil else { return }
            abort()
        }
        await withTaskGroup(of: Void.self) { group in
            for running in channels.values { group.addTask { await self.end(running) } }
        }
        timer.cancel()
    }

    private func start() {
        for (name, running) in channels where running.task == nil {
            channels[name]?.task = Task { await running.dispatcher.run() }
        }
    }

    /// Lets a message that is under way end, but not for ever.
    private func end(_ running: Running) async {
        guard let task = running.task else { return }
        await running.dispatcher.stop()
        let timer = Task {
            guard (try? await Task.sleep(for: Self.grace)) != nil else { return }
            task.cancel()
        }
        await task.value
        timer.cancel()
    }
}
