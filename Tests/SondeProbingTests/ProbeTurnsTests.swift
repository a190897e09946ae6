import SondeCore
import Testing

@testable import SondeProbing

@Suite struct ProbeTurnsTests {
    @Test func turnsLieOnAFixedGrid() {
        let turns = ProbeTurns(name: "orders", interval: .seconds(15))
        var time = Timestamp(microseconds: 1_767_571_200_000_000)
        let first = turns.next(after: time)
        for number in 0..<1000 {
            let next = turns.next(after: time)
            #expect(first.duration(to: next) == .seconds(15 * number))
            // However late a turn is carried out, the next one does not move.
            time = next.advanced(by: .milliseconds(Int64(number * 7 % 9000)))
        }
    }

    @Test func offsetsAreTheSameInEveryProcess() {
        // Computed by hand from FNV-1a and MurmurHash3's finaliser; a change would move everybody's turns.
        #expect(StableHash.of("") == 0xefd0_1f60_ba99_2926)
        let offset = ProbeTurns(name: "orders", interval: .seconds(15)).offset
        #expect(offset == ProbeTurns(name: "orders", interval: .seconds(15)).offset)
        #expect(offset >= .zero && offset < .seconds(15))
    }

    @Test func namesSpreadOverTheInterval() {
        var buckets = [Int](repeating: 0, count: 15)
        for number in 0..<10_000 {
            let offset = ProbeTurns(name: "endpoint-\(number)", interval: .seconds(15)).offset
            buckets[Int(offset.seconds)] += 1
        }
        // 667 a second expected; the standard deviation of a fair spread is 25.
        #expect(buckets.allSatisfy { abs($0 - 667) < 130 }, "\(buckets)")
    }

    @Test func timesBeforeTheEpochWork() {
        let turns = ProbeTurns(name: "x", interval: .seconds(10))
        let next = turns.next(after: Timestamp(microseconds: -123_456_789))
        #expect(next > Timestamp(microseconds: -123_456_789))
        #expect(next <= Timestamp(microseconds: -113_456_789))
    }
}
