import SondeCore
import Testing

@Suite struct FaultPatternTests {
    private func text(_ kind: Fault.Kind, share: Double, extreme: Double) -> String {
        FaultPattern(kind: kind, share: share, extreme: extreme).toldAgain
    }

    /// exp(1.1 x 0.7) is 2.16.
    @Test func whereMostAreOddTheDistanceCounts() {
        #expect(text(.slow, share: 0.9, extreme: 0.7) == "told again from 2.2 times its usual")
        #expect(text(.large, share: 0.9, extreme: 1.2615) == "told again from 4 times its usual")
        #expect(text(.small, share: 1, extreme: 1.2615) == "told again below 1/4 of its usual")
        #expect(text(.slow, share: 1, extreme: 3) == "told again from 27 times its usual")
    }

    @Test func whereAFewAreOddTheirShareCountsToo() {
        #expect(
            text(.slow, share: 0.3, extreme: 1.5)
                == "told again when more than 39 % of the probes are odd, or from 5.2 times its usual")
    }

    @Test func failuresAreCounted() {
        #expect(
            text(.failures, share: 0.35, extreme: 2) == "told again from 8 failures, or if they go on for ten minutes")
        #expect(
            text(.failures, share: 0.4, extreme: 8) == "told again from 9 failures, or if they go on for ten minutes")
    }

    @Test func fiveMinutesOfFailuresAreNeverExcused() {
        #expect(FaultPattern.mostFailuresExcused(interval: .seconds(15)) == 18)
        #expect(FaultPattern.mostFailuresExcused(interval: .seconds(30)) == 10)
        #expect(FaultPattern.mostFailuresExcused(interval: .seconds(3600)) == 3)
        #expect(FaultPattern.mostFailuresExcused(interval: .milliseconds(500)) == 18)
    }
}
