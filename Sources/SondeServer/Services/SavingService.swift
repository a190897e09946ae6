import ServiceLifecycle

/// Saves what the detectors have learned when Sonde ends: after the last probe and before the store is closed.
struct SavingService: Service {
    let pipeline: Pipeline

    func run() async throws {
        try? await gracefulShutdown()
        await pipeline.saveDetectors()
    }
}
