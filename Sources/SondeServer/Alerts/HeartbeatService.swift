import ServiceLifecycle
import SondeCore

/// The dead man's switch: calls an address again and again while Sonde probes, stores and can tell. Whoever watches that
/// address learns that Sonde does not.
struct HeartbeatService: Service {
    let configuration: HeartbeatConfiguration
    let pipeline: Pipeline
    let channels: @Sendable () async -> [ChannelStatus]
    let http: any HTTPClient
    let troubles: Troubles
    let clock: any WallClock

    func run() async throws {
        await Repetition(interval: configuration.interval, tolerance: .seconds(1), clock: clock).run {
            try await call()
        } report: { _ in
        }
    }

    private func call() async throws {
        if let impediment = await impediment() {
            return troubles.begin("heartbeat", "No heartbeat is sent: \(impediment)")
        }
        do {
            let answer = try await http.send(HTTPRequest("GET", configuration.url))
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
