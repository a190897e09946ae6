import ServiceLifecycle
import SondeCore
import SondeServer

/// Says which fault begins and ends, so that a person can compare it with what Sonde says.
struct Narrator: Service {
    let clock: DemoClock
    let write: @Sendable (EventLine) -> Void

    func run() async throws {
        var active: Set<Int> = []
        while !Task.isShuttingDownGracefully {
            let seconds = clock.seconds
            for (index, fault) in Fault.script.enumerated() {
                if fault.isActive(at: seconds) {
                    if active.insert(index).inserted { say("fault on ", fault) }
                } else if active.remove(index) != nil {
                    say("fault off", fault)
                }
            }
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(250)) }
            } catch {
                return
            }
        }
    }

    private func say(_ event: String, _ fault: Fault) {
        write(
            EventLine(
                tone: .plain, event: event, time: SystemClock().now, endpoint: "(\(fault.api))", text: fault.words))
    }
}
