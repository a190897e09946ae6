import SondeCore

/// Sends what one channel is to be told, one message after the other. A channel that does not answer holds up itself alone.
actor ChannelDispatcher {
    nonisolated let configuration: ChannelConfiguration
    private let channel: any AlertChannel
    private let redaction: Redaction
    private var composer: MessageComposer
    private let http: any HTTPClient
    private let source: any AlertSource
    private let outbox: any Outbox
    private let clock: any WallClock
    private let health: ChannelHealth
    private var queue: ChannelQueue
    /// What the channel gave back, by thread.
    private(set) var receipts: [String: String] = [:]
    /// The message that is on its way; its notices cannot be withdrawn any more.
    private var underWay: Set<String> = []
    /// What was sent or given up last.
    private var ended = RecentIDs()
    private var isStopping = false
    private nonisolated let rest: Rest

    init(
        _ configuration: ChannelConfiguration, _ channel: any AlertChannel, composer: MessageComposer,
        http: any HTTPClient, source: any AlertSource, outbox: any Outbox, clock: any WallClock, health: ChannelHealth
    ) {
        self.configuration = configuration
        self.channel = channel
        self.composer = composer
        self.http = http
        self.source = source
        self.outbox = outbox
        self.clock = clock
        self.health = health
        rest = Rest(clock: clock)
        redaction = Redaction(configuration.options.secrets)
        let type = configuration.channelType
        queue = ChannelQueue(
            combines: type?.combines ?? true,
            messagesPerMinute: configuration.messagesPerMinute ?? type?.messagesPerMinute ?? 30)
    }

    /// Takes notices that were just stored. What was sent meanwhile may come once more, as it was before.
    func stored(_ notices: [Notice]) {
        take(notices.filter { !ended.contains($0.id) })
    }

    /// Takes notices of the store, some of which are here for what the channel gave back.
    func take(_ notices: [Notice]) {
        for notice in notices {
            if let receipt = notice.receipt, receipts[notice.thread] == nil { receipts[notice.thread] = receipt }
            switch notice.state {
            case .waiting: queue.add(notice)
            case .dropped where !underWay.contains(notice.id): queue.remove(notice.id)
            case .dropped, .sent, .dead: break
            }
        }
        health.count(waiting: queue.waiting.count)
        rest.wake()
    }

    /// There is nothing to tell any more.
    func withdraw(_ ids: Set<String>) {
        queue.remove(ids.subtracting(underWay))
        health.count(waiting: queue.waiting.count)
    }

    /// Gives away what waits and is not on its way, to whoever takes over from this one.
    func handOver() -> [Notice] {
        let notices = queue.waiting.values.filter { !underWay.contains($0.id) }
        queue.remove(notices.map(\.id))
        return Array(notices)
    }

    /// Takes over what the channel gave back to another dispatcher that told the same people.
    func take(receipts others: [String: String]) { receipts.merge(others) { own, _ in own } }

    /// From the next message on.
    func compose(with composer: MessageComposer) { self.composer = composer }

    /// Ends `run` after the message that is under way.
    func stop() {
        isStopping = true
        rest.end()
    }

    /// Sends until it is stopped, or the task is cancelled.
    func run() async {
        while !Task.isCancelled, !isStopping {
            switch queue.next(at: clock.now) {
            case .send(let parcel): await deliver(parcel)
            case .wait(let time): await rest.rest(until: time)
            }
        }
    }

    private func deliver(_ parcel: ChannelQueue.Parcel) async {
        var parcel = parcel
        underWay = Set(parcel.notices.map(\.id))
        defer { underWay = [] }
        if parcel.isNew {
            for index in parcel.notices.indices { parcel.notices[index].message = parcel.key }
            // A retry after a crash must be the same message under the same key.
            guard await outbox.store(parcel.notices) else {
                isStopping = true
                return
            }
            queue.replace(parcel.notices)
        }
        let content = await source.content(of: parcel.notices.map(\.incident), on: configuration.name)
        renew(&parcel, content)
        var message = composer.message(
            of: parcel, content: content, at: clock.now, receipt: receipts[parcel.notices[0].thread])
        message = MessageRenderer.rendered(message, with: configuration.template)
        queue.begin(at: clock.now)
        do {
            let receipt = try await channel.send(message, through: http)
            await delivered(parcel, receipt: receipt)
        } catch {
            // Sonde ends: the notices wait in the store, and no server said no.
            if Task.isCancelled { return }
            let sentence = redaction.clean(error.sentence)
            if error.isPartial, error.isPermanent || parcel.notices[0].attempts >= Self.triesForTheRest {
                await delivered(parcel, receipt: nil, remark: sentence)
            } else {
                await failed(parcel, error)
            }
        }
    }

    /// What is told is what is known by now; the notices say so afterwards.
    private func renew(_ parcel: inout ChannelQueue.Parcel, _ content: AlertContent) {
        for index in parcel.notices.indices {
            let told = parcel.notices[index].incident
            guard var newest = content.incidents[told.id] else { continue }
            // By whose name it is told was decided when it was made; its end goes by that name.
            newest.parent = told.parent
            parcel.notices[index].incident = newest
        }
        queue.replace(parcel.notices)
    }

    /// How often a message is tried again that some have and others do not take just now.
    private static let triesForTheRest = 5

    /// - Parameter remark: Who does not have the message, where others do.
    private func delivered(_ parcel: ChannelQueue.Parcel, receipt: String?, remark: String? = nil) async {
        let now = clock.now
        let notices = parcel.notices.map { notice in
            var notice = notice
            (notice.state, notice.endedAt, notice.fault, notice.receipt) = (.sent, now, remark, receipt)
            return notice
        }
        queue.succeeded(parcel)
        ended.insert(notices.map(\.id))
        if let receipt {
            for notice in notices where receipts[notice.thread] == nil { receipts[notice.thread] = receipt }
        }
        forgetReceipts(of: notices)
        outbox.note(notices)
        health.succeeded(at: now, waiting: queue.waiting.count, remark: remark)
        await source.delivered(notices)
    }

    private func failed(_ parcel: ChannelQueue.Parcel, _ fault: DeliveryFault) async {
        var fault = fault
        fault.sentence = redaction.clean(fault.sentence)
        let notices = queue.failed(parcel, fault, at: clock.now, jitter: .random(in: 0...1))
        outbox.note(notices)
        let dead = notices.filter { $0.state == .dead }
        ended.insert(dead.map(\.id))
        health.failed(
            fault.sentence, nextTry: queue.pausedUntil, dead: dead.count, waiting: queue.waiting.count)
        if !dead.isEmpty { await source.delivered(dead) }
    }

    /// After the end of an incident nothing more goes with its first message.
    private func forgetReceipts(of notices: [Notice]) {
        for notice in notices where notice.event == .resolved { receipts[notice.thread] = nil }
    }
}
