import Foundation
import SondeCore
import SondeDetection
import Testing

@testable import SondeServer

/// What `sonde backtest` says of the past: each row judged by those before it alone, as it would have been live.
@Suite(.timeLimit(.minutes(2))) struct ReplayTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)

    /// All that is said of a row, to compare.
    private struct Said: Equatable {
        var verdict: Verdict
        var expected: ClosedRange<Double>?
        var isLate: Bool

        init(_ judgement: Replay.Judgement) {
            verdict = judgement.verdict
            expected = judgement.expected
            isLate = judgement.isLate
        }
    }

    private func replay(
        _ past: MadeUpPast, _ settings: AnomalySettings = AnomalySettings(), interval: Duration? = nil
    ) -> (said: [Said], replay: Replay) {
        var replay = Replay(name: "orders", kind: past.kind, settings: settings, interval: interval)
        let said = past.rows.map { Said(replay.take($0)) }
        return (said, replay)
    }

    @Test(arguments: MadeUpPast.Kind.allCases, [1, 2] as [UInt64])
    func laterRowsChangeNothing(kind: MadeUpPast.Kind, seed: UInt64) {
        let past = MadeUpPast(kind, seed: seed)
        let whole = replay(past)
        #expect(!whole.replay.pages.isEmpty && whole.replay.marks > 0, "there is something to be told")
        var random = MadeUpPast.Numbers(state: 77 + seed)
        let cuts = [1, 2, 9, 10, 11, 12] + (0..<4).map { _ in Int.random(in: 13..<past.rows.count, using: &random) }
        for cut in cuts {
            let part = replay(past.first(cut))
            #expect(part.said == Array(whole.said.prefix(cut)), "cut after \(cut) rows")
            let end = past.rows[cut - 1].time
            #expect(part.replay.pages.map(\.openedAt) == whole.replay.pages.map(\.openedAt).filter { $0 <= end })
        }
    }

    @Test(arguments: MadeUpPast.Kind.allCases)
    func otherRowsAfterwardsChangeNothing(kind: MadeUpPast.Kind) {
        let past = MadeUpPast(kind, seed: 3)
        for cut in [5, 10, 11, 400] {
            var other = past.first(cut)
            other.rows += MadeUpPast(kind, seed: 4).rows.suffix(from: cut + 1)
            #expect(replay(other).said.prefix(cut) == replay(past).said.prefix(cut))
        }
    }

    @Test(arguments: MadeUpPast.Kind.allCases)
    func theSameTwiceIsTheSame(kind: MadeUpPast.Kind) {
        let past = MadeUpPast(kind, seed: 5)
        let (first, second) = (replay(past), replay(past))
        #expect(first.said == second.said)
        #expect(first.replay.pages == second.replay.pages)
        #expect(first.replay.marks == second.replay.marks)
    }

    @Test(arguments: MadeUpPast.Kind.allCases)
    func lateRowsArePassedOver(kind: MadeUpPast.Kind) {
        let past = MadeUpPast(kind, seed: 6)
        let late = [3, 10, 11, 300, past.rows.count - 1]
        var disordered = past
        disordered.rows = past.rows.enumerated().flatMap { index, row in
            // Once more, and one from long before.
            late.contains(index) ? [row, row, past.rows[index / 2]] : [row]
        }
        let (orderly, found) = (replay(past), replay(disordered))
        #expect(found.said.filter { !$0.isLate } == orderly.said)
        #expect(found.said.filter(\.isLate).allSatisfy { $0.verdict == Verdict() && $0.expected == nil })
        #expect(found.replay.lateRows == 2 * late.count)
        #expect(found.replay.rows == past.rows.count + 2 * late.count)
        #expect(found.replay.pages == orderly.replay.pages)
        #expect(found.replay.span == orderly.replay.span)
    }

    @Test func theIntervalIsTheMiddleOfTheFirstTenDistances() {
        var estimate = IntervalEstimate(known: nil)
        #expect(estimate.value == .seconds(60))
        var time = MadeUpPast.start
        estimate.add(time)
        for distance in [60, 60, 3600, 60, 1, 60, 60, 60, 7200, 60] {
            #expect(!estimate.isSettled)
            time = time.advanced(by: .seconds(distance))
            estimate.add(time)
        }
        #expect(estimate.isSettled)
        #expect(estimate.value == .seconds(60))
        let known = IntervalEstimate(known: .seconds(5))
        #expect(known.isSettled && known.value == .seconds(5))
    }

    @Test(arguments: MadeUpPast.Kind.allCases)
    func onceSettledTheIntervalIsAsGoodAsGiven(kind: MadeUpPast.Kind) {
        let past = MadeUpPast(kind, seed: 7)
        let (estimated, given) = (replay(past), replay(past, interval: past.interval))
        #expect(estimated.said.dropFirst(11) == given.said.dropFirst(11))
        #expect(estimated.replay.pages == given.replay.pages)
    }

    @Test func aGivenIntervalIsUsed() {
        var past = MadeUpPast(.values, seed: 8, isFaulty: false)
        // Twenty values are missing, unless they come every half hour.
        past.rows.removeSubrange(500..<520)
        #expect(replay(past).replay.pages.map(\.kind) == ["missing"])
        #expect(replay(past, interval: .seconds(60)).replay.pages.map(\.kind) == ["missing"])
        #expect(replay(past, interval: .seconds(1800)).replay.pages.isEmpty)
    }

    @Test func pagesAreTheIncidentsThatThePipelineStores() async throws {
        let past = MadeUpPast(.probes, seed: 9)
        let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/", interval: past.interval)
        let kit = try await PipelineKit([orders])
        for case .probe(let result) in past.rows { await kit.pipeline.ingest(result) }
        try await kit.finish()
        let incidents = try await kit.store.incidents(for: "orders", in: Self.always, limit: 99)
            .sorted { $0.openedAt < $1.openedAt }
        let pages = replay(past, interval: past.interval).replay.pages
        #expect(pages.map(\.kind) == ["slow", "failures"])
        #expect(pages.map(\.openedAt) == incidents.map(\.openedAt))
        #expect(pages.map(\.closedAt) == incidents.map(\.closedAt))
        #expect(pages.map(\.severity) == incidents.map(\.severity))
        #expect(pages.map { $0.reasons.joined(separator: "; ") } == incidents.map(\.reason))
        #expect(pages.map { $0.kind == "failures" } == incidents.map { $0.kind == .failure })
        #expect(pages.allSatisfy { $0.apiName == "orders" })
    }

    @Test func marksAreTheAnomaliesThatThePipelineStores() async throws {
        let past = MadeUpPast(.probes, seed: 9)
        let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/", interval: past.interval)
        let kit = try await PipelineKit([orders])
        for case .probe(let result) in past.rows { await kit.pipeline.ingest(result) }
        try await kit.finish()
        let stored = try await kit.store.anomalies(for: "orders", in: Self.always, limit: 999).map(\.timestamp).sorted()
        var replay = Replay(name: "orders", kind: .probes, settings: AnomalySettings(), interval: past.interval)
        var marked: [Timestamp] = []
        for row in past.rows where replay.take(row).isAnomaly { marked.append(row.time) }
        #expect(marked == stored)
        #expect(!marked.isEmpty && replay.marks == marked.count)
    }

    @Test func whatIsNotOverIsOpenAtTheEnd() throws {
        let past = MadeUpPast(.probes, seed: 9)
        let page = try #require(replay(past.first(MadeUpPast.outage.lowerBound + 10)).replay.pages.last)
        #expect(page.kind == "failures" && page.severity == .critical)
        #expect(page.closedAt == nil)
        #expect(!page.reasons.isEmpty)
    }

    @Test(arguments: MadeUpPast.Kind.allCases)
    func observingMarksAndSendsNothing(kind: MadeUpPast.Kind) {
        let past = MadeUpPast(kind, seed: 10)
        let (paged, observed) = (replay(past), replay(past, AnomalySettings(mode: .observe)))
        #expect(observed.replay.pages.isEmpty)
        #expect(!paged.replay.pages.isEmpty)
        #expect(observed.said == paged.said)
        #expect(observed.replay.marks == paged.replay.marks)
    }

    /// A series has no other rows that stand out.
    @Test func everySevereValueIsAMark() {
        let past = MadeUpPast(.values, seed: 11)
        var replay = Replay(name: "load", kind: .values, settings: AnomalySettings())
        var judged: [Replay.Judgement] = []
        for row in past.rows { judged.append(replay.take(row)) }
        #expect(judged.allSatisfy { $0.isAnomaly == ($0.verdict.severity != nil) })
        #expect(replay.marks >= 1 && replay.marks == judged.count { $0.isAnomaly })
    }

    @Test func nothingSaysNothing() {
        let replay = Replay(name: "orders", kind: .values, settings: AnomalySettings())
        #expect(replay.pages.isEmpty && replay.span == nil)
        #expect((replay.rows, replay.lateRows, replay.marks) == (0, 0, 0))
    }

    @Test func marksAndSpanAreThoseOfTheRows() {
        let past = MadeUpPast(.probes, seed: 11)
        let (said, replay) = self.replay(past)
        #expect(replay.marks == said.count { $0.verdict.isMark })
        #expect(replay.marks >= 1)
        let failed = said[MadeUpPast.outage]
        #expect(failed.allSatisfy { !$0.verdict.isMark && $0.verdict.severity == .critical }, "no mark, but severe")
        #expect(replay.rows == past.rows.count)
        #expect(replay.span == MadeUpPast.start...past.rows[past.rows.count - 1].time)
    }
}

/// A past without a clock or a network, the same for the same seed.
struct MadeUpPast: Sendable {
    static let start = Timestamp(microseconds: 1_767_571_200_000_000)
    /// Rows in which probes are slow, or values far away.
    static let far = 700..<712
    /// Rows in which probes fail.
    static let outage = 800..<830

    enum Kind: CaseIterable {
        /// Each minute a number about 100.
        case values
        /// Each 15 s a response time of about 100 ms.
        case probes
    }

    let kind: Replay.Kind
    let interval: Duration
    var rows: [Replay.Row]

    /// - Parameter isFaulty: Whether something is to be told.
    init(_ kind: Kind, seed: UInt64, isFaulty: Bool = true) {
        var numbers = Numbers(state: seed)
        let interval: Duration = kind == .values ? .seconds(60) : .seconds(15)
        self.interval = interval
        self.kind = kind == .values ? .values : .probes
        rows = (0..<1000).map { index in
            let time = Self.start.advanced(by: interval * index)
            let factor: Double = isFaulty && Self.far.contains(index) ? 9 : 1
            let value = factor * Double.random(in: 95...105, using: &numbers)
            guard kind == .probes else { return .value(value, time) }
            let fails = isFaulty && Self.outage.contains(index)
            return .probe(
                ProbeResult(
                    endpoint: "orders", timestamp: time,
                    responseTime: fails ? nil : .microseconds(Int64(value * 1000)), statusCode: fails ? nil : 200,
                    failure: fails ? ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.") : nil))
        }
    }

    func first(_ count: Int) -> MadeUpPast {
        var part = self
        part.rows = Array(rows.prefix(count))
        return part
    }

    /// Reproducible random numbers (Steele, Lea and Flood, 2014).
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }
}
