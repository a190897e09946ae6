import ServiceLifecycle
import SondeCore

/// The dead man's switch: calls an address again and again while Sonde probes, stores and can tell. Whoever watches that
/// address learns that Sonde does not.
struct HeartbeatService: Service {
    /// At the start, and again after each reload; nil to call nothing.
    let configurations: AsyncStream<HeartbeatConfiguration?>
    let pipeline: Pipeline
    let channels: @Sendable () async -> [ChannelStatus]
    let http: any HTTPClient
    let troubles: Troubles
    let clock: any WallClock

    func run() async throws {
        var current: HeartbeatConfiguration?
        var beating: Task<Void, Never>?
        for await configuration in configurations.cancelOnGracefulShutdown() where configuration != current {
            current = configuration
            beating?.cancel()
            await beating?.value
            if configuration == nil { troubles.end("heartbeat", "A heartbeat is not configured any more.") }
            beating = configuration.map { configuration in Task { await beat(configuration) } }
        }
        beating?.cancel()
        await beating?.value
    }

    private func beat(_ configuration: HeartbeatConfiguration) async {
        await Repetition(interval: configuration.interval, tolerance: .seconds(1), clock: clock).run {
            try await call(configuration.url)
        } report: { _ in
        }
    }

    private func call(_ url: Secret) async throws {
        if let impediment = await impediment() {
            return troubles.begin("heartbeat", "No heartbeat is sent: \(impediment)")
        }
        do {
            let answer = try await http.sendUnlessCancelled(HTTPRequest("GET", url))
            guard (200...299).contains(answer.status) else {
                throw ProbeFailure(.unexpectedStatus, "its address answered \(answer.status).")
            }
            troubles.end("heartbeat", "The heartbeat is sent again.")
        } catch {
            try Task.checkCancellation()
            troubles.begin("heartbeat", "The heartbeat did not reach its address: \(error)")
        }
    }

    /// Why Sonde does not do what it is for; nil when it does.
    private func impediment() async -> String? {
        for source in ["store", "queue", "database"] {
            if let sentence = troubles.sentence(of: source) { return sentence }
        }
        if let silence = await pipeline.silenceOfProbes(at: clock.now) {
            return "no probe has ended for \(silence.text)."
        }
        guard let channel = await channels().first(where: { $0.fault != nil }) else { return nil }
        return "the channel '\(channel.name)' takes nothing: \(channel.fault ?? "")"
    }
}
