import ServiceLifecycle

/// Brings over what is in the spool. What is left at the end is brought over after the next start.
struct SpoolService: Service {
    let store: SpoolingStore

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await store.drain() }
        } catch is CancellationError {
            return
        }
    }
}
