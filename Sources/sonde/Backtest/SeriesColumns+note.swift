import SondeCore

extension SeriesColumns {
    /// Longer names are no slips of the pen.
    private static let longestSlip = 40

    /// What a person should know of the first line: names that are nearly known ones, and which of two columns is read.
    ///
    /// Nil where there is nothing to be said. A name that is near one that is there, too, is no slip of the pen.
    static func note(header: [String], names: [String], roles: [Role?], kind: Kind) -> String? {
        let sentences = [slips(header, names, roles, kind)].compactMap(\.self) + doubles(names, roles)
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private static func slips(_ header: [String], _ names: [String], _ roles: [Role?], _ kind: Kind) -> String? {
        var missing = Role.allCases.filter { !roles.contains($0) }.flatMap(\.names)
        if kind == .value { missing.append(responseTime) }
        let known = Set(Role.allCases.flatMap(\.names))
        let slips = names.indices.compactMap { column -> (found: String, meant: String)? in
            guard roles[column] == nil, names[column].utf8.count <= longestSlip, !known.contains(names[column]),
                let meant = nearestName(to: names[column], in: missing)
            else { return nil }
            return ("'\(NameList.quoted(header[column]))'", "'\(meant)'")
        }
        guard !slips.isEmpty else { return nil }
        return "the column\(slips.count == 1 ? "" : "s") \(ShortList.of(slips.map(\.found))) "
            + "\(slips.count == 1 ? "is" : "are") passed over; did you mean \(ShortList.of(slips.map(\.meant)))?"
    }

    private static func doubles(_ names: [String], _ roles: [Role?]) -> [String] {
        Role.allCases.flatMap { role -> [String] in
            guard let read = roles.firstIndex(of: role).map({ names[$0] }) else { return [] }
            let others = role.names.filter { $0 != read && names.contains($0) }.map {
                "'\(read)' is read, not '\($0)'."
            }
            let count = names.count { $0 == read }
            guard count > 1 else { return others }
            return others + ["'\(read)' is there \(count == 2 ? "twice" : "\(count) times"): the first is read."]
        }
    }
}
