import SondeCore
import Yams

extension MappingReader<RootKey> {
    /// The maintenance windows and the silences of the configuration, with those of the endpoints; each once.
    func silences(of endpoints: [ConfiguredEndpoint]) -> [Silence] {
        var seen: Set<WindowDraft> = []
        let windows = maintenance() + ownWindows(of: endpoints) + silenced()
        return windows.filter { seen.insert($0).inserted }.map(\.silence)
    }

    /// One window as Gatus has it, or a list of them.
    private func maintenance() -> [WindowDraft] {
        guard let node = node(.maintenance) else { return [] }
        let path = path(.maintenance)
        guard case .sequence(let sequence) = node else {
            return [WindowDraft(maintenance: node, path: path, in: context)].compactMap(\.self)
        }
        return sequence.compactMap { WindowDraft(maintenance: $0, path: path, in: context) }
    }

    private func silenced() -> [WindowDraft] {
        let items = list(.silences, instead: "begin each silence with - until: TIME") ?? []
        return items.compactMap { WindowDraft(silence: $0, path: path(.silences), in: context) }
    }

    /// The windows of the endpoints themselves: those that several have alike are one.
    private func ownWindows(of endpoints: [ConfiguredEndpoint]) -> [WindowDraft] {
        var windows: [WindowDraft] = []
        var indices: [WindowDraft: Int] = [:]
        for configured in endpoints where !configured.windows.isEmpty {
            let name = EndpointMatcher(exactly: configured.endpoint.name)
            for window in configured.windows {
                if let index = indices[window] {
                    windows[index].matcher.names += name.names
                } else {
                    indices[window] = windows.count
                    windows.append(window)
                    windows[windows.count - 1].matcher = name
                }
            }
        }
        return windows
    }
}
