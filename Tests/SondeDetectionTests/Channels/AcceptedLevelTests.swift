import SondeCore
import Testing

@testable import SondeDetection

/// A level that has lasted becomes normal beside the usual one. The fault is 1.6 times the usual time.
@Suite struct AcceptedLevelTests {
    /// Half an hour of a fault after two days, at the end of which its level may be accepted.
    private func run(factor: (Int) -> Double) -> (run: ChannelRun, isAccepted: Bool) {
        var run = ChannelRun.afterTwoDays
        for probe in 0..<120 { run.next(factor: factor(probe), isQuiet: false) }
        let isAccepted = run.channel.acceptSettledLevel(at: run.time)
        return (run, isAccepted)
    }

    @Test func aStepThatHasSettledIsAccepted() {
        var (run, isAccepted) = run { _ in 1.6 }
        #expect(isAccepted)
        let atTheNewLevel = run.feed(hours: 2, factor: 1.6)
        #expect(atTheNewLevel.isEmpty)
        let backAtTheOld = run.feed(hours: 2)
        #expect(backAtTheOld.isEmpty)
    }

    @Test func goingBackSoonIsNoAlarm() {
        var (run, _) = run { _ in 1.6 }
        let alarms = run.feed(hours: 3)
        #expect(alarms.isEmpty)
    }

    /// In between nothing is odd either.
    @Test func halfWayBackIsNoAlarm() {
        let (run, _) = run { _ in 1.6 }
        #expect(run.firstAlarm(within: 60, factor: 1.25) == nil)
    }

    /// 1.2 times a usual level is an alarm, 1.2 times an accepted one is not.
    @Test func aLittleMoreIsNoAlarm() {
        let (run, _) = run { _ in 1.6 }
        #expect(run.firstAlarm(within: 80, factor: 1.6 * 1.2) == nil)
        #expect(ChannelRun.afterTwoDays.firstAlarm(within: 80, factor: 1.2) == .shift)
    }

    @Test func aGoodDealMoreIsAnAlarm() {
        let (run, _) = run { _ in 1.6 }
        #expect(run.firstAlarm(within: 20, factor: 1.6 * 1.6) == .high)
    }

    @Test(arguments: [4, 3, 2])
    func aBadBackendOfSomeIsNotAccepted(backends: Int) {
        let (run, isAccepted) = run { $0 % backends == 0 ? 3 : 1 }
        #expect(!isAccepted)
        #expect(run.firstAlarm(within: 20, factor: 3) == .high)
    }

    @Test func whatIsStillRisingIsNotAccepted() {
        let (_, isAccepted) = run { 1.5 + Double($0) / 120 }
        #expect(!isAccepted)
    }

    /// The usual level needs no acceptance.
    @Test func theUsualLevelIsNotAccepted() {
        let (_, isAccepted) = run { _ in 1 }
        #expect(!isAccepted)
    }

    @Test func tooFewValuesAreNotAccepted() {
        var run = ChannelRun(swing: 0)
        for _ in 0..<79 { run.next() }
        let isAccepted = run.channel.acceptSettledLevel(at: run.time)
        #expect(!isAccepted)
    }

    @Test func afterHalfAnHourBackTheStepAlarmsAgain() {
        var (run, _) = run { _ in 1.6 }
        run.feed(hours: 1, factor: 1.6)
        run.feed(hours: 0.4)
        #expect(run.firstAlarm(within: 60, factor: 1.6) == nil)
        run.feed(hours: 0.6)
        #expect(run.firstAlarm(within: 60, factor: 1.6) == .high)
    }

    // MARK: The rule by itself; the accepted level is 1, the usual one 0.

    private func isOver(after hours: Double, near: (Double) -> Bool) -> Bool {
        var accepted = AcceptedLevel(offset: 1, at: .monday)
        var time = Timestamp.monday
        for probe in 1...Int(hours * 240) {
            time = time.advanced(by: .seconds(15))
            accepted.observe(beside: near(Double(probe) / 240) ? 0.9 : 0.1, usual: 0, at: time)
            if accepted.isOver(at: time) { return true }
        }
        return false
    }

    @Test func itHoldsForTwoDays() {
        #expect(!isOver(after: 47.9) { _ in true })
        #expect(isOver(after: 48.1) { _ in true })
    }

    @Test func itEndsHalfAnHourAfterTheReturn() {
        #expect(!isOver(after: 1.45) { $0 < 1 })
        #expect(isOver(after: 1.55) { $0 < 1 })
        #expect(!isOver(after: 0.45) { _ in false })
        #expect(isOver(after: 0.55) { _ in false })
    }

    /// A visit of two values or more starts the half hour again; one stray value does not.
    @Test func aVisitToTheAcceptedLevelProlongsIt() {
        #expect(!isOver(after: 1.7) { $0 < 1 || (1.4...1.45).contains($0) })
        #expect(isOver(after: 1.6) { $0 < 1 || (1.4...1.403).contains($0) })
    }
}
