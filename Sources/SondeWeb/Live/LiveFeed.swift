import SondeCore

/// One reading of the live events for all who watch all endpoints: probes are gathered and told at most once a second,
/// everything else is told at once. While nobody watches it does next to nothing.
actor LiveFeed {
    private let board: any StatusBoard
    private let clock: any WallClock
    private var watchers: [Int: AsyncStream<Message>.Continuation] = [:]
    private var listeners: [Int: AsyncStream<LiveEvent>.Continuation] = [:]
    private var nextWatcher = 0
    private var changed: Set<String> = []
    private let wake: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    /// What a watcher is told.
    enum Message: Sendable {
        case overview(Overview)
        case event(LiveEvent)
    }

    /// All endpoints counted, Sonde's health, and the endpoints that changed since the last message.
    struct Overview: Sendable {
        var totals: Totals
        var health: SystemHealth
        var changed: [EndpointStatus]
    }

    init(board: any StatusBoard, clock: any WallClock) {
        self.board = board
        self.clock = clock
        (wake, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Messages from now on; the first holds every endpoint as changed. A watcher that falls behind loses the oldest.
    func messages() async -> AsyncStream<Message> {
        let (stream, continuation) = AsyncStream<Message>.makeStream(bufferingPolicy: .bufferingNewest(1024))
        nextWatcher += 1
        watchers[nextWatcher] = continuation
        continuation.yield(.overview(await overview { _ in true }))
        return stream
    }

    /// Events of Sonde itself from now on: troubles and reloads, which concern whoever watches a single endpoint too.
    func systemEvents() -> AsyncStream<LiveEvent> {
        let (stream, continuation) = AsyncStream<LiveEvent>.makeStream(bufferingPolicy: .bufferingNewest(64))
        nextWatcher += 1
        let number = nextWatcher
        listeners[number] = continuation
        // Nothing may ever be sent to it: its leaving is noticed as it leaves.
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(number) } }
        return stream
    }

    private func forget(_ listener: Int) {
        listeners[listener] = nil
    }

    /// Reads the board's events until it is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen() }
            group.addTask { await self.tell() }
            await group.next()
            group.cancelAll()
        }
        for watcher in watchers.values { watcher.finish() }
        for listener in listeners.values { listener.finish() }
    }

    private func listen() async {
        for await event in await board.events(of: nil) {
            if event.isOfSystem { tellListeners(event) }
            if !watchers.isEmpty { note(event) }
        }
    }

    private func note(_ event: LiveEvent) {
        switch event {
        case .probed(let result, _, _): changed.insert(result.endpoint)
        case .opened(let incident), .raised(let incident), .closed(let incident), .excused(let incident):
            changed.insert(incident.endpoint)
        case .learned(let endpoint): changed.insert(endpoint)
        case .anomaly, .trouble, .recovered, .reloaded: break
        }
        waker.yield()
        if case .probed = event { return }
        send(.event(event))
    }

    /// Whoever has left is found out by sending to him.
    private func send(_ message: Message) {
        for (watcher, continuation) in watchers {
            if case .terminated = continuation.yield(message) { watchers[watcher] = nil }
        }
    }

    private func tellListeners(_ event: LiveEvent) {
        for (listener, continuation) in listeners {
            if case .terminated = continuation.yield(event) { listeners[listener] = nil }
        }
    }

    /// The first change is told at once, those of the next second together at its end.
    private func tell() async {
        for await _ in wake {
            let names = changed
            changed = []
            send(.overview(await overview { names.contains($0.name) }))
            try? await clock.sleep(until: clock.now.advanced(by: .seconds(1)), tolerance: nil)
        }
    }

    private func overview(isChanged: (EndpointStatus) -> Bool) async -> Overview {
        let statuses = await board.statuses()
        return Overview(
            totals: Totals(of: statuses), health: await board.health(), changed: statuses.filter(isChanged))
    }
}

extension LiveEvent {
    /// Whether it is about Sonde itself and no endpoint.
    var isOfSystem: Bool {
        switch self {
        case .trouble, .recovered, .reloaded: true
        case .probed, .anomaly, .opened, .raised, .closed, .excused, .learned: false
        }
    }
}
