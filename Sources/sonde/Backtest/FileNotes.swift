/// What is to be said of files that were read: the same of several only once.
enum FileNotes {
    static func lines(of files: [ReplayedFile]) -> [String] {
        var namesByNote: [String: [String]] = [:]
        var notes: [String] = []
        for file in files {
            guard let note = file.note else { continue }
            if namesByNote[note] == nil { notes.append(note) }
            namesByNote[note, default: []].append(file.name)
        }
        var lines = notes.map { "\(ShortList.of(namesByNote[$0] ?? [])): \($0)" }
        let empty = files.filter(\.series.isEmpty).map(\.name)
        if !empty.isEmpty { lines.append("\(ShortList.of(empty)) \(empty.count == 1 ? "has" : "have") no rows.") }
        return lines
    }
}
