import SondeCore

extension TimelineEntry {
    func encode(to encoder: inout SpoolEncoder) {
        encoder.write(incident)
        encoder.write(at)
        encoder.write(kind.rawValue)
        encoder.write(text)
        encoder.write(author) { $0.write($1) }
    }

    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        self.init(
            incident: try decoder.text(), at: try decoder.time(), kind: try decoder.named(Kind.self),
            text: try decoder.text(), author: try decoder.optionalText())
    }
}

extension Notice {
    func encode(to encoder: inout SpoolEncoder) {
        encoder.write(id)
        encoder.write(channel)
        encoder.write(event.rawValue)
        incident.encode(to: &encoder)
        encoder.write(createdAt)
        encoder.write(dueAt)
        encoder.write(message) { $0.write($1) }
        encoder.write(state.rawValue)
        encoder.write(attempts)
        encoder.write(fault) { $0.write($1) }
        encoder.write(endedAt) { $0.write($1) }
        encoder.write(receipt) { $0.write($1) }
        encoder.write(description) { $0.write($1) }
    }

    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        self.init(
            id: try decoder.text(), channel: try decoder.text(), event: try decoder.named(AlertEvent.self),
            incident: try Incident(from: &decoder, form: .withAlerts), createdAt: try decoder.time(),
            dueAt: try decoder.time(), message: try decoder.optionalText(), state: try decoder.named(State.self),
            attempts: try decoder.integer(), fault: try decoder.optionalText(), endedAt: try decoder.optionalTime(),
            receipt: try decoder.optionalText(), description: try decoder.optionalText())
    }
}

extension Silence {
    func encode(to encoder: inout SpoolEncoder) {
        encoder.write(id)
        encoder.write(purpose.rawValue)
        encoder.write(matcher.names) { $0.write($1) }
        encoder.write(matcher.groups) { $0.write($1) }
        schedule.encode(to: &encoder)
        encoder.write(comment)
        encoder.write(author)
        encoder.write(createdAt)
        encoder.write(endedAt) { $0.write($1) }
    }

    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        let (id, purpose) = (try decoder.text(), try decoder.named(Purpose.self))
        let names = try decoder.array { decoder throws(DamagedBytes) in try decoder.text() }
        let groups = try decoder.array { decoder throws(DamagedBytes) in try decoder.text() }
        self.init(
            id: id, purpose: purpose, matcher: EndpointMatcher(names: names, groups: groups),
            schedule: try Schedule(from: &decoder), comment: try decoder.text(), author: try decoder.text(),
            createdAt: try decoder.time(), endedAt: try decoder.optionalTime())
    }
}

extension Silence.Schedule {
    /// The number of the case comes first.
    fileprivate func encode(to encoder: inout SpoolEncoder) {
        switch self {
        case .once(let from, let until):
            encoder.write(0)
            encoder.write(from)
            encoder.write(until) { $0.write($1) }
        case .weekly(let hours):
            encoder.write(1)
            encoder.write(hours.days.sorted()) { $0.write($1) }
            encoder.write(hours.start)
            encoder.write(hours.end)
            encoder.write(hours.timeZone)
        case .cron(let expression, let duration):
            encoder.write(2)
            encoder.write(expression.text)
            encoder.write(expression.timeZone)
            encoder.write(duration)
        }
    }

    fileprivate init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        switch try decoder.integer() {
        case 0: self = .once(from: try decoder.time(), until: try decoder.optionalTime())
        case 1:
            let days = try decoder.array { decoder throws(DamagedBytes) in try decoder.integer() }
            self = .weekly(
                WeeklyHours(
                    days: Set(days), start: try decoder.integer(), end: try decoder.integer(),
                    timeZone: try decoder.text()))
        case 2:
            let (text, timeZone) = (try decoder.text(), try decoder.text())
            guard let expression = try? CronExpression(text, timeZone: timeZone) else { throw DamagedBytes() }
            self = .cron(expression, duration: try decoder.duration())
        default: throw DamagedBytes()
        }
    }
}
