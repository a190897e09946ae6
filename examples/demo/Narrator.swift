import ServiceLifecycle
import SondeCore
import SondeServer

/// Says what is going on, so that a person can compare it with what Sonde says: each fault as it begins and ends, and
/// every 20 seconds where the demo stands.
struct Narrator: Service {
    private static let pause = 20.0

    let clock: DemoClock
    let learned: LearnedAPIs
    let write: @Sendable (EventLine) -> Void

    func run() async throws {
        var active: Set<Int> = []
        var nextStatus = Self.pause
        while !Task.isShuttingDownGracefully {
            let seconds = clock.seconds
            for (index, fault) in Fault.script.enumerated() {
                if fault.isActive(at: seconds) {
                    if active.insert(index).inserted { say("fault on ", fault) }
                } else if active.remove(index) != nil {
                    say("fault off", fault)
                }
            }
            if seconds >= nextStatus {
                say(status(at: seconds))
                nextStatus += Self.pause
            }
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(250)) }
            } catch {
                return
            }
        }
    }

    /// What is learned, what is broken, and what comes next.
    private func status(at seconds: Double) -> String {
        var parts: [String] = []
        let all = DemoAPI.all.map(\.name)
        let learning = learned.missing(of: all)
        if learning.count == all.count {
            let needed = Int(Fault.learningLength)
            parts.append("all \(all.count) APIs are learning, about \(min(Int(seconds), needed)) of \(needed) probes")
        } else if !learning.isEmpty {
            parts.append("still learning: \(learning.joined(separator: ", "))")
        }
        let active = Fault.script.filter { $0.isActive(at: seconds) }
        if !active.isEmpty {
            parts.append("faults now: " + active.map { "\($0.name) of \($0.api)" }.joined(separator: ", "))
        } else if learning.isEmpty {
            parts.append("no fault now")
        }
        if let (fault, wait) = Fault.next(after: seconds) {
            parts.append("next: \(fault.name) of \(fault.api) in \(Int(wait.rounded(.up))) s")
        }
        return parts.joined(separator: "; ")
    }

    private func say(_ text: String) {
        write(EventLine(tone: .plain, event: "demo", time: SystemClock().now, text: text))
    }

    private func say(_ event: String, _ fault: Fault) {
        write(
            EventLine(
                tone: .plain, event: event, time: SystemClock().now, endpoint: "(\(fault.api))", text: fault.words))
    }
}
