import Yams

/// One key of a mapping with its value.
struct MappingEntry {
    var name: String
    var position: Position
    var value: Node
}

extension ConfigurationContext {
    /// The entries of a mapping with its merge keys (`<<`) resolved: the mapping's own keys win, then the mappings
    /// merged first, as YAML's merge-key draft (yaml.org/type/merge.html) says and as Gatus does.
    func entries(of mapping: Node.Mapping, path: String) -> [MappingEntry] {
        var entries: [MappingEntry] = []
        var merged: [Node] = []
        entries.reserveCapacity(mapping.count)
        // By index: iterating over a mapping copies all of its nodes first.
        for index in mapping.indices {
            let (key, value) = mapping[index]
            guard case .scalar(let scalar) = key else {
                report("\(subject(path))a key must be text; put quotes around it.", at: key.position)
                continue
            }
            if scalar.style == .plain, scalar.string == "<<" {
                merged.append(value)
            } else {
                entries.append(MappingEntry(name: scalar.string, position: key.position, value: value))
            }
        }
        if !merged.isEmpty { merge(merged, into: &entries, path: path) }
        return entries
    }

    private func merge(_ nodes: [Node], into entries: inout [MappingEntry], path: String) {
        var names = Set(entries.map(\.name))
        for node in nodes {
            for mapping in mergeable(node, path: path) {
                guard mayMerge(mapping.count + 1) else {
                    report("\(subject(path))the merge keys ('<<') of this file grow without bound.", at: node.position)
                    continue
                }
                for entry in self.entries(of: mapping, path: path) where names.insert(entry.name).inserted {
                    entries.append(entry)
                }
            }
        }
    }

    /// The mappings that the value of a merge key names.
    private func mergeable(_ node: Node, path: String) -> [Node.Mapping] {
        switch node {
        case .mapping(let mapping): return [mapping]
        case .sequence(let sequence):
            let mappings = sequence.compactMap(\.mapping)
            if mappings.count == sequence.count { return mappings }
        default: break
        }
        report(
            "\(subject(path))'<<' merges mappings only; write <<: *NAME, where NAME is a mapping.", at: node.position)
        return []
    }
}

/// The beginning of a sentence about the value at `path`.
func subject(_ path: String) -> String {
    path.isEmpty ? "" : path + ": "
}
