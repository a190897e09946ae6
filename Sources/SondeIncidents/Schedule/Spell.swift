import SondeCore

/// Whether a schedule holds, and how long that stays so: what is asked for every probe is computed once a change.
struct Spell: Sendable {
    let holds: Bool
    private let from: Timestamp
    /// Nil for ever.
    let until: Timestamp?

    init(_ silence: Silence, at time: Timestamp) {
        (holds, from, until) = (silence.holds(at: time), time, silence.nextChange(after: time))
    }

    init(_ hours: WeeklyHours, at time: Timestamp) {
        (holds, from, until) = (hours.holds(at: time), time, hours.nextChange(after: time))
    }

    /// Whether it says something of this time.
    func covers(_ time: Timestamp) -> Bool { from <= time && until.map { time < $0 } ?? true }
}

/// The hours of all rules, each computed once a change.
struct HoursClock: Sendable {
    private var spells: [WeeklyHours: Spell] = [:]

    mutating func spell(of hours: WeeklyHours, at time: Timestamp) -> Spell {
        if let known = spells[hours], known.covers(time) { return known }
        let spell = Spell(hours, at: time)
        spells[hours] = spell
        return spell
    }
}
