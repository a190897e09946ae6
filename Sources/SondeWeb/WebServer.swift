import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
package import SondeCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The pages and the JSON interface on one address; docs/api.md describes them.
package struct WebServer: Service {
    private let host: String
    private let port: Int
    private let clock: any WallClock
    private let feed: LiveFeed
    private let responder: MethodResponder
    private let onListening: @Sendable (Int) -> Void
    private let logger: Logger

    /// How long answers under way are waited for at shutdown.
    private static let patience = Duration.seconds(3)

    /// - Parameters:
    ///   - board: What is known right now.
    ///   - store: What was measured before.
    ///   - desk: What people do about incidents and alerts.
    ///   - host: The address to listen on: `127.0.0.1`.
    ///   - port: 0 takes any that is free.
    ///   - environment: `SONDE_DYGRAPHS_DIR` names the folder of dygraphs where it is not in a customary one.
    ///   - onListening: Told the port once the server accepts connections.
    package init(
        board: any StatusBoard, store: any Store, desk: any AlertDesk & SilenceCalendar, host: String, port: Int,
        clock: any WallClock,
        logger: Logger,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.clock = clock
        self.onListening = onListening
        self.logger = logger
        feed = LiveFeed(board: board, clock: clock)
        let dygraphs = Dygraphs(environment: environment)
        responder =
            Routes(
                board: board, store: store, desk: desk, clock: clock, feed: feed, dygraphs: dygraphs, logger: logger
            ).responder()
    }

    /// Serves until graceful shutdown, which ends event streams at once and gives other answers three seconds.
    ///
    /// - Throws: `WebError.cannotListen`.
    package func run() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await feed.run() }
                try await serve()
                group.cancelAll()
            }
        } catch {
            throw WebError.listening(on: host, port: port, failedWith: error) ?? error
        }
    }

    private func serve() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                // A reader that does not read would hold up the shutdown for ever.
                try await gracefulShutdown()
                try await clock.sleep(until: clock.now.advanced(by: Self.patience), tolerance: nil)
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private var application: some ApplicationProtocol {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        return Application(
            responder: responder,
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [onListening, port] channel in onListening(channel.localAddress?.port ?? port) },
            logger: quiet)
    }
}
