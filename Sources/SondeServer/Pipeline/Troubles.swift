import SondeCore
import Synchronization

/// Sonde's own troubles, one sentence a source. Each is told once when it begins and once when it is over.
package final class Troubles: Sendable {
    private let sentences = Mutex<[String: String]>([:])
    private let hub: EventHub

    package init(hub: EventHub) {
        self.hub = hub
    }

    var all: [String] {
        sentences.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// The sentence of a trouble; nil if it has not begun.
    func sentence(of source: String) -> String? { sentences.withLock { $0[source] } }

    func begin(_ source: String, _ sentence: String) {
        let isNew = sentences.withLock { sentences in
            defer { sentences[source] = sentence }
            return sentences[source] != sentence
        }
        if isNew { hub.publish(.trouble(sentence)) }
    }

    /// Tells a trouble unless it has begun, whatever its sentence is by now.
    func beginOnce(_ source: String, _ sentence: String) {
        if sentences.withLock({ $0[source] == nil }) { begin(source, sentence) }
    }

    /// Changes the sentence of a trouble that has begun, as figures in it change, without telling it again.
    func restate(_ source: String, _ sentence: String) {
        sentences.withLock { if $0[source] != nil { $0[source] = sentence } }
    }

    func end(_ source: String, _ sentence: String) {
        let wasThere = sentences.withLock { $0.removeValue(forKey: source) != nil }
        if wasThere { hub.publish(.recovered(sentence)) }
    }
}
