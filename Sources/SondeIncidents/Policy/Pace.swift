import SondeCore

/// When one kind of notice may go out on one channel, so that a storm makes few messages and a single incident waits
/// for nothing.
///
/// The first goes at once and alone. What follows within a minute is held and goes together: the first bundle 10
/// seconds after the first notice that it holds, each further one 75 seconds after the one before it. Whatever begins
/// to fail within a minute, and is found out within 75 seconds, is told by the first message and two bundles. A minute is
/// the window in which incidents become one; with another window all times are in proportion.
///
/// A channel that cannot say several incidents in one message gets one for each incident, and one for all members of an
/// incident of many. So for such a channel a first bundle of more than two waits for a minute instead: by then what
/// belongs together has become one.
struct Pace: Sendable {
    /// When something goes out.
    struct Slot: Sendable, Equatable {
        var dueAt: Timestamp
        var isAlone: Bool
        /// Incidents whose notices were to go out sooner, and go out then too.
        var delayed: [String] = []
    }

    /// After so long without one, the next goes alone again.
    private let window: Duration
    private var firstBundle: Duration { window / 6 }
    private var betweenBundles: Duration { window * 5 / 4 }
    /// How much later a first bundle goes that waits for what belongs together.
    private var joining: Duration { window * 5 / 6 }
    /// So many incidents are told without waiting for more.
    static let few = 2

    /// When the newest went out, or will.
    private var last: Timestamp?
    /// When the newest bundle went out, or will; nil since one went alone.
    private var bundle: Timestamp?
    /// The incidents of a first bundle that may have to wait longer; nil where there is none.
    private var few: [String]?

    init(window: Duration) {
        self.window = window
    }

    /// The next place for what must not wait for nothing.
    ///
    /// - Parameter joins: Whether what belongs together is waited for.
    mutating func slot(of incident: String, joins: Bool, at now: Timestamp) -> Slot {
        guard let last, now < last.advanced(by: bundle == nil ? window : betweenBundles) else {
            (self.last, bundle, few) = (now, nil, nil)
            return Slot(dueAt: now, isAlone: true)
        }
        if bundle.map({ $0 <= now }) ?? true { few = bundle == nil && joins ? [] : nil }
        let slot = bundled(at: now, first: now.advanced(by: firstBundle))
        guard let waiting = few else { return slot }
        guard waiting.count == Self.few else {
            few = waiting + [incident]
            return slot
        }
        let later = slot.dueAt.advanced(by: joining)
        (self.last, bundle, few) = (later, later, nil)
        return Slot(dueAt: later, isAlone: false, delayed: waiting)
    }

    /// The next place for what comes in numbers by nature, as reminders: nothing goes alone.
    mutating func together(at now: Timestamp) -> Slot {
        // What comes in the same moment goes together.
        if bundle == now { return Slot(dueAt: now, isAlone: false) }
        return bundled(at: now, first: now)
    }

    private mutating func bundled(at now: Timestamp, first: Timestamp) -> Slot {
        if let bundle, bundle > now { return Slot(dueAt: bundle, isAlone: false) }
        let due = max(first, bundle?.advanced(by: betweenBundles) ?? first)
        (last, bundle) = (due, due)
        return Slot(dueAt: due, isAlone: false)
    }

    /// What is due later than that was never given its time by this clock.
    private static let longest: Duration = .seconds(86_400)

    /// Takes over what went out, or waits, since before a restart.
    mutating func remember(_ notice: Notice, at now: Timestamp) {
        guard notice.dueAt <= now.advanced(by: Self.longest) else { return }
        guard last.map({ $0 <= notice.dueAt }) ?? true else { return }
        (last, bundle) = (notice.dueAt, notice.message == notice.id ? nil : notice.dueAt)
    }
}

/// The pace of each channel, by what is told.
struct Paces: Sendable {
    private struct Lane: Hashable {
        var channel: String
        var event: AlertEvent
    }

    private let window: Duration
    private var lanes: [Lane: Pace] = [:]

    init(_ grouping: AlertSettings.Grouping) {
        window = grouping.window
    }

    /// - Parameter combines: Whether the channel says several incidents in one message.
    mutating func slot(
        of event: AlertEvent, _ incident: String, channel: String, combines: Bool, at now: Timestamp
    ) -> Pace.Slot {
        let lane = Lane(channel: channel, event: event)
        if event == .reminder { return lanes[lane, default: Pace(window: window)].together(at: now) }
        return lanes[lane, default: Pace(window: window)]
            .slot(of: incident, joins: event == .opened && !combines, at: now)
    }

    mutating func remember(_ notice: Notice, at now: Timestamp) {
        lanes[Lane(channel: notice.channel, event: notice.event), default: Pace(window: window)]
            .remember(notice, at: now)
    }
}
