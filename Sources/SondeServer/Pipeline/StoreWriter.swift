import ServiceLifecycle
package import SondeCore
import Synchronization

/// The bounded queue before the store: collects rows and commits them in groups; see ADR 0003.
///
/// A commit that fails is Sonde's own trouble: it is said once, the batch is kept and tried again. When the queue is
/// full, new results and anomalies are dropped and counted; incidents are never dropped.
package final class StoreWriter: Service {
    /// The promise is 250 ms from the queue to the commit; the rest is left to the commit itself.
    private static let window: Duration = .milliseconds(200)
    /// As many do not wait for more.
    private static let rowsToBegin = 1000
    /// What gathers while a commit is under way goes together into the next: the more, the fewer times each page is written.
    package static let rowsPerCommit = 20_000
    /// One may take 200 KB: more of them than this take a store longer than anybody should wait.
    private static let detectorsPerCommit = 100
    private static let retryDelays: [Duration] = [
        .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(5),
    ]

    private struct Queue {
        var batch = WriteBatch()
        var dropped = 0
        /// Rows taken out of the queue and not committed yet.
        var inCommit = 0
        /// Waits for more rows; a full group ends it.
        var sleeper: Task<Void, Never>?
        /// Waits for the next try after a fault.
        var pause: Task<Void, Never>?
        var isStopping = false
        /// Who waits for the commit of what is in the batch.
        var waiters: [CommitWaiter] = []
        /// The batch tells of an incident, which does not wait for more rows.
        var isUrgent = false
        /// Under way; given up if the store does not answer while Sonde ends.
        var append: LimitedAppend?
        /// After the last flush nothing is committed any more.
        var hasEnded = false

        var rows: Int { batch.results.count + batch.anomalies.count }
        /// Whether there is as much as goes into a commit.
        var holdsGroup: Bool {
            rows >= StoreWriter.rowsToBegin || batch.detectorStates.count >= StoreWriter.detectorsPerCommit
        }
        /// Whether what is there does not wait for more.
        var mayBegin: Bool { isUrgent || holdsGroup }
    }

    private let store: any BatchStore
    private let capacity: Int
    private let troubles: Troubles
    private let committed: @Sendable ([Notice]) -> Void
    private let spill: (@Sendable () -> Void)?
    private let queue = Mutex(Queue())
    private let arrivals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// - Parameters:
    ///   - committed: Takes the notices of each commit, once they are safe.
    ///   - spill: Has the store keep what comes next in its spool, once it has not answered while Sonde ends. Nil for a store
    ///     without one, whose answer is waited for.
    package init(
        store: any BatchStore, capacity: Int = 200_000, troubles: Troubles,
        committed: @escaping @Sendable ([Notice]) -> Void = { _ in }, spill: (@Sendable () -> Void)? = nil
    ) {
        self.store = store
        self.capacity = capacity
        self.troubles = troubles
        self.committed = committed
        self.spill = spill
    }

    /// Rows waiting, and rows that no longer fitted.
    var depth: (queued: Int, dropped: Int) {
        queue.withLock { ($0.rows + $0.inCommit, $0.dropped) }
    }

    /// Queues what one probe brought; `rows` join one commit together with its incident and state.
    func enqueue(_ rows: WriteBatch) { enqueue(rows, waiter: nil) }

    /// Queues rows and returns once they are committed; false if Sonde ends before.
    ///
    /// Where the waiting task is cancelled, it returns at once; the rows are committed all the same.
    func commit(_ rows: WriteBatch) async -> Bool {
        let waiter = CommitWaiter()
        enqueue(rows, waiter: waiter)
        return await waiter.end
    }

    /// Returns once what is queued by now is committed, or after a while: nobody waits for a store that is away.
    func settle(within patience: Duration = .seconds(1)) async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let commit = Task {
            _ = await self.commit(WriteBatch())
            end.finish()
        }
        let timer = Task {
            try await Task.sleep(for: patience)
            end.finish()
        }
        for await _ in ends {}
        commit.cancel()
        timer.cancel()
    }

    private func enqueue(_ rows: WriteBatch, waiter: CommitWaiter?) {
        let (isDropping, hasEnded) = queue.withLock { queue in
            let count = rows.results.count + rows.anomalies.count
            let isDropping = queue.rows + queue.inCommit + count > capacity
            if isDropping {
                queue.dropped += count
                queue.batch.appendEvents(of: rows)
            } else {
                queue.batch.append(rows)
            }
            if let waiter, !queue.hasEnded { queue.waiters.append(waiter) }
            if rows.isUrgent || waiter != nil { queue.isUrgent = true }
            if queue.mayBegin { queue.sleeper?.cancel() }
            return (isDropping, queue.hasEnded)
        }
        if hasEnded { waiter?.resume(false) }
        if isDropping {
            troubles.begin("queue", "The store is too slow or away: new measurements no longer fit into the queue.")
        }
        arrivals.continuation.yield()
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in arrivals.stream {
                repeat {
                    await waitForMore()
                    while await commit() {}
                } while mayGoOn
            }
        } onGracefulShutdown: {
            self.finish()
        }
        // A task of its own is not cancelled with the group: what is queued is still stored.
        await Task { await flush() }.value
    }

    /// Ends `run` after it has committed what is queued.
    package func finish() {
        let append = queue.withLock { queue in
            queue.isStopping = true
            queue.sleeper?.cancel()
            queue.pause?.cancel()
            return queue.append
        }
        if spill != nil { append?.giveUp(after: FlushLimit.withSpool) }
        arrivals.continuation.finish()
    }

    /// Whether rows are left that no arrival will announce again.
    private var mayGoOn: Bool {
        !Task.isCancelled && queue.withLock { !$0.isStopping && !$0.batch.isEmpty }
    }

    /// Lets rows gather for the length of the window, unless there are enough of them already.
    private func waitForMore() async {
        let sleeper: Task<Void, Never>? = queue.withLock { queue in
            guard !queue.isStopping, !queue.mayBegin else { return nil }
            let task = Task {
                do { try await Task.sleep(for: Self.window) } catch { return }
            }
            queue.sleeper = task
            return task
        }
        await sleeper?.value
    }

    /// Commits a group; true if a whole group more is waiting, unless it is left to the flush at the end.
    private func commit() async -> Bool {
        let (batch, waiters) = take()
        guard !batch.isEmpty else {
            // What they wait for is committed already.
            finish(batch, waiters)
            return false
        }
        var attempt = 0
        while true {
            do {
                try await append(batch)
                break
            } catch {
                // The flush at the end tries once more: the group was cancelled, because another service failed, or Sonde
                // ends and the store does not answer.
                guard !Task.isCancelled, !(error is LimitedAppend.NotAnswered) else {
                    giveBack(batch, waiters)
                    return false
                }
                troubles.begin("store", "Measurements cannot be stored: \(error)")
                guard await pause(Self.retryDelays[min(attempt, Self.retryDelays.count - 1)]) else {
                    giveBack(batch, waiters)
                    return false
                }
                attempt += 1
            }
        }
        finish(batch, waiters)
        troubles.end("store", "Measurements are stored again.")
        return queue.withLock { queue in
            queue.inCommit = 0
            if queue.rows < capacity / 2 { troubles.end("queue", "The queue before the store has room again.") }
            return queue.holdsGroup && !queue.isStopping
        }
    }

    /// At most `rowsPerCommit` results and all that belongs to them; what detectors have learned comes after the results.
    private func take() -> (batch: WriteBatch, waiters: [CommitWaiter]) {
        queue.withLock { queue in
            var taken = queue.batch
            let waiters = queue.waiters
            queue.batch = WriteBatch()
            queue.waiters = []
            queue.isUrgent = false
            if taken.results.count > Self.rowsPerCommit {
                queue.batch.results = Array(taken.results[Self.rowsPerCommit...])
                taken.results.removeLast(queue.batch.results.count)
            }
            if taken.detectorStates.count > Self.detectorsPerCommit || !queue.batch.results.isEmpty {
                let count = queue.batch.results.isEmpty ? Self.detectorsPerCommit : 0
                swap(&queue.batch.detectorStates, &taken.detectorStates)
                for endpoint in Array(queue.batch.detectorStates.keys.prefix(count)) {
                    taken.detectorStates[endpoint] = queue.batch.detectorStates.removeValue(forKey: endpoint)
                }
            }
            queue.inCommit = taken.results.count + taken.anomalies.count
            return (taken, waiters)
        }
    }

    private func giveBack(_ batch: WriteBatch, _ waiters: [CommitWaiter]) {
        queue.withLock { queue in
            let newer = queue.batch
            queue.batch = batch
            queue.batch.append(newer)
            queue.waiters = waiters + queue.waiters
            queue.inCommit = 0
        }
    }

    /// Tells whom it concerns that a batch is safe.
    private func finish(_ batch: WriteBatch, _ waiters: [CommitWaiter]) {
        if !batch.notices.isEmpty { committed(batch.notices) }
        for waiter in waiters { waiter.resume(true) }
    }

    /// Waits before the next try; false when Sonde is stopping.
    private func pause(_ delay: Duration) async -> Bool {
        let task: Task<Void, Never>? = queue.withLock { queue in
            guard !queue.isStopping else { return nil }
            let task = Task {
                do { try await Task.sleep(for: delay) } catch { return }
            }
            queue.pause = task
            return task
        }
        await withTaskCancellationHandler {
            await task?.value
        } onCancel: {
            task?.cancel()
        }
        return !queue.withLock { $0.isStopping } && !Task.isCancelled
    }

    /// Appends a batch; does not wait for ever where there is a spool and Sonde ends.
    ///
    /// - Parameter isLast: Sonde ends.
    private func append(_ batch: WriteBatch, isLast: Bool = false) async throws {
        let append = LimitedAppend(batch, to: store)
        let isStopping = queue.withLock { queue in
            queue.append = append
            return queue.isStopping || isLast
        }
        defer { queue.withLock { $0.append = nil } }
        if isStopping, spill != nil { append.giveUp(after: FlushLimit.withSpool) }
        do {
            try await append.run(onceCancelled: spill == nil ? nil : FlushLimit.withSpool)
        } catch let error as LimitedAppend.NotAnswered {
            spill?()
            throw error
        }
    }

    /// The last commits before the end; a store that stays away does not hold up the end for long.
    private func flush() async {
        var limit = FlushLimit(at: .now, hasSpool: spill != nil)
        var hasSpilled = false
        while !queue.withLock({ $0.batch.isEmpty }), limit.mayGoOn(at: .now) {
            let (batch, waiters) = take()
            do {
                try await append(batch, isLast: true)
                limit.succeeded(at: .now)
                finish(batch, waiters)
                queue.withLock { $0.inCommit = 0 }
            } catch is LimitedAppend.NotAnswered where !hasSpilled {
                // The spool takes it now.
                giveBack(batch, waiters)
                hasSpilled = true
                limit.succeeded(at: .now)
            } catch {
                giveBack(batch, waiters)
                do { try await Task.sleep(for: .milliseconds(200)) } catch { break }
            }
        }
        end()
    }

    /// Nobody waits for a commit that does not come any more.
    private func end() {
        let waiters = queue.withLock { queue in
            defer { queue.waiters = [] }
            queue.hasEnded = true
            return queue.waiters
        }
        for waiter in waiters { waiter.resume(false) }
    }
}
