import Logging
import ServiceLifecycle
import SondeCore
import SondeWeb

/// Runs a server on a free port while `body` talks to it, and shuts it down gracefully.
func servingGroup(
    _ board: FakeBoard, _ store: FakeStore = FakeStore(), desk: TestDesk? = nil, clock: any WallClock = SteppedClock(),
    environment: [String: String] = [:], _ body: (Client, ServiceGroup) async throws -> Void
) async throws {
    let (ports, port) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = WebServer(
        board: board, store: store, desk: desk ?? TestDesk(store.ledger), host: "127.0.0.1", port: 0, clock: clock,
        logger: logger,
        environment: environment, onListening: { port.yield($0) })
    let group = ServiceGroup(services: [server], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { port.finish() }
            try await group.run()
        }
        for await bound in ports {
            try await body(Client(port: bound), group)
            await group.triggerGracefulShutdown()
            break
        }
        try await tasks.waitForAll()
    }
}

/// As above, for a body that leaves shutting down to the end.
func serving(
    _ board: FakeBoard, _ store: FakeStore = FakeStore(), desk: TestDesk? = nil, clock: any WallClock = SteppedClock(),
    _ body: (Client) async throws -> Void
) async throws {
    try await servingGroup(board, store, desk: desk, clock: clock) { client, _ in try await body(client) }
}
