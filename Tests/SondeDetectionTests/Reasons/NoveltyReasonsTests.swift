import Foundation
import Testing

@testable import SondeDetection

@Suite struct NoveltyReasonsTests {
    /// Of a value whose noise is 1 on its own scale.
    private func text(
        _ value: Double, usual: Double, nearestDay: Double? = nil, record: Double = 0, noise: Double = 1,
        kind: ChannelKind = .number, growth: (name: String, milliseconds: Double)? = nil
    ) -> [String] {
        var novelty = Novelty(value: kind.scaled(value))
        novelty.usual = kind.scaled(usual)
        novelty.nearestDay = nearestDay.map(kind.scaled)
        novelty.record = record
        novelty.noise = noise
        return NoveltyReasons(novelty: novelty, kind: kind, growth: growth).text()
    }

    // MARK: Numbers

    @Test func aNumberIsComparedByDifference() {
        #expect(text(15.5, usual: 3) == ["value 15.5, 12.5 above its usual of the last 15 (3)"])
        #expect(text(-2, usual: 3) == ["value -2, 5 below its usual of the last 15 (3)"])
        #expect(text(3, usual: 3) == ["value 3, 0 above its usual of the last 15 (3)"])
    }

    @Test func theNearestDayIsNamedBeyondThreeUsualDistances() {
        #expect(
            text(15.5, usual: 3, nearestDay: 12) == [
                "value 15.5, 12.5 above its usual of the last 15 (3)",
                "3.5 above the nearest of this time of the last seven days (12)",
            ])
        #expect(
            text(1, usual: 3, nearestDay: 7).last == "6 below the nearest of this time of the last seven days (7)")
        #expect(text(15.5, usual: 3, nearestDay: 12.5).count == 1)
        #expect(text(15.5, usual: 3, nearestDay: 12, noise: 2).count == 1)
    }

    /// What was never seen is more than what no day showed.
    @Test func aRecordIsNamedInsteadOfTheNearestDay() {
        #expect(text(15.5, usual: 3, nearestDay: 4, record: 0.1).dropFirst() == ["the highest of the last weeks"])
        #expect(text(-15.5, usual: 3, nearestDay: 4, record: 0.1).dropFirst() == ["the lowest of the last weeks"])
    }

    // MARK: Response times

    @Test func aResponseTimeIsComparedByRatio() {
        #expect(
            text(812, usual: 198, kind: .ratio) == ["response time 812 ms, 4.1 times its usual of the last 15 (198 ms)"]
        )
        #expect(
            text(20, usual: 200, kind: .ratio) == ["response time 20 ms, 10 % of its usual of the last 15 (200 ms)"])
    }

    @Test func theNearestDayIsARatioToo() {
        #expect(
            text(800, usual: 200, nearestDay: 400, noise: 0.1, kind: .ratio).dropFirst() == [
                "2 times the nearest of this time of the last seven days (400 ms)"
            ])
    }

    @Test func thePhaseThatGrewIsNamedWhereItWasSlow() {
        let growth: (String, Double) = ("TLS", 310)
        #expect(
            text(812, usual: 198, nearestDay: 198, record: 1, kind: .ratio, growth: growth) == [
                "response time 812 ms, 4.1 times its usual of the last 15 (198 ms)", "TLS grew most, by 310 ms",
                "the highest of the last weeks",
            ])
        #expect(text(20, usual: 198, kind: .ratio, growth: growth).count == 1)
    }
}
