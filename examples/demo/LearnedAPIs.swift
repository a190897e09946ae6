import SondeServer
import Synchronization

/// The APIs whose first forest is trained, as Sonde's own lines tell it.
final class LearnedAPIs: Sendable {
    private let names = Mutex<Set<String>>([])

    func note(_ line: EventLine) {
        guard line.event == "learned", let name = line.endpoint else { return }
        names.withLock { _ = $0.insert(name) }
    }

    func missing(of all: [String]) -> [String] {
        names.withLock { names in all.filter { !names.contains($0) } }
    }
}
