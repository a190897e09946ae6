import SondeCore

/// Silences and maintenance windows with whom they mean, each matched once, and whether they hold now.
struct SilenceBook: Sendable {
    private struct Page: Sendable {
        var silence: Silence
        var isConfigured: Bool
        /// By the number of the endpoint.
        var isMeant: [Bool]
        var spell: Spell
    }

    private var pages: [Page] = []
    private var hasMaintenance = false
    /// When one begins to hold or ceases to.
    private(set) var nextChange: Timestamp?

    /// Silences of the configuration come first.
    init(configured: [Silence], added: [Silence], _ roster: Roster, at now: Timestamp) {
        let all = configured.map { ($0, true) } + added.map { ($0, false) }
        pages = all.filter { $0.0.endedAt == nil }.map { Self.page($0.0, isConfigured: $0.1, roster, at: now) }
        clean()
    }

    private static func page(_ silence: Silence, isConfigured: Bool, _ roster: Roster, at now: Timestamp) -> Page {
        let matcher = EndpointMatcher.Compiled(silence.matcher)
        return Page(
            silence: silence, isConfigured: isConfigured,
            isMeant: roster.watched.map { matcher.matches(name: $0.name, group: $0.group) },
            spell: Spell(silence, at: now))
    }

    var isEmpty: Bool { pages.isEmpty }

    /// Those that hold now or later.
    var silences: [Silence] { pages.map(\.silence) }

    /// Those that a person added.
    var added: [Silence] { pages.filter { !$0.isConfigured }.map(\.silence) }

    /// The window or silence that holds for an endpoint; a maintenance window before a silence.
    func holding(for number: Int) -> Silence? {
        guard !pages.isEmpty else { return nil }
        let holding = pages.filter { $0.spell.holds && $0.isMeant[number] }
        return (holding.first { $0.silence.purpose == .maintenance } ?? holding.first)?.silence
    }

    func isInMaintenance(_ number: Int, at now: Timestamp) -> Bool {
        guard hasMaintenance else { return false }
        return pages.contains { page in
            guard page.silence.purpose == .maintenance, page.isMeant[number] else { return false }
            return page.spell.covers(now) ? page.spell.holds : page.silence.holds(at: now)
        }
    }

    mutating func add(_ silence: Silence, _ roster: Roster, at now: Timestamp) {
        pages.removeAll { $0.silence.id == silence.id && !$0.isConfigured }
        if silence.endedAt == nil { pages.append(Self.page(silence, isConfigured: false, roster, at: now)) }
        clean()
    }

    /// Takes out one that a person added.
    mutating func remove(_ id: String) {
        pages.removeAll { $0.silence.id == id && !$0.isConfigured }
        clean()
    }

    /// Looks at the schedules again whose time has come.
    mutating func advance(to now: Timestamp) {
        for place in pages.indices where !pages[place].spell.covers(now) {
            pages[place].spell = Spell(pages[place].silence, at: now)
        }
        clean()
    }

    /// What is over for good is forgotten.
    private mutating func clean() {
        pages.removeAll { !$0.spell.holds && $0.spell.until == nil }
        hasMaintenance = pages.contains { $0.silence.purpose == .maintenance }
        nextChange = pages.compactMap(\.spell.until).min()
    }
}
