import Testing

@testable import SondeDetection

@Suite struct OnsetTests {
    /// What is passed of surprises at hours.
    private func passed(_ surprises: [(hour: Double, surprise: Double)]) -> [Double] {
        var onset = Onset()
        return surprises.map { onset.pass($0.surprise, at: .monday.later(hours: $0.hour)) }
    }

    @Test func theSameAgainIsAtMostTwo() {
        #expect(passed([(0, 5), (0, 5), (0.1, 4), (0.2, 2.5)]) == [5, 2, 2, 2])
    }

    @Test func whatIsSmallIsToldAsItIs() {
        #expect(passed([(0, 1.5), (0, 1.5), (0, 5), (0, 1.5), (0, 0)]) == [1.5, 1.5, 5, 1.5, 0])
    }

    @Test func whatIsLargerPasses() {
        #expect(passed([(0, 5), (0, 5.1), (0, 5.1), (0, 9)]) == [5, 5.1, 2, 9])
    }

    /// A half after twelve hours: 5 is 2.5 then.
    @Test func itIsForgottenByHalvesOfADay() {
        #expect(passed([(0, 5), (12, 2.51)]) == [5, 2.51])
        #expect(passed([(0, 5), (12, 2.49)]) == [5, 2])
        #expect(passed([(0, 5), (6, 2.6), (12, 2.49)]) == [5, 2, 2])
        #expect(passed([(0, 5), (72, 5), (144, 5)]) == [5, 5, 5])
    }

    @Test func aClockSetBackForgetsNothingAndAddsNothing() {
        #expect(passed([(48, 5), (0, 4), (0, 5.1)]) == [5, 2, 5.1])
    }
}
