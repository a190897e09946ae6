import Testing

@testable import SondeDetection

@Suite struct RunOnsetTests {
    /// The places of what is told; `x` is odd, `.` is not.
    private func told(_ steps: String) -> [Int] {
        var run = RunOnset()
        return steps.enumerated().filter { run.judge($0.element == "x") }.map(\.offset)
    }

    @Test func onlyTheFirstOfARunIsTold() {
        #expect(told("xxxxx") == [0])
        #expect(told("..x.x.........x") == [2])
    }

    @Test func tenOrdinaryValuesEndARun() {
        #expect(told("x.........x") == [0])
        #expect(told("x..........x") == [0, 11])
        #expect(told("x.....x.....x") == [0])
    }

    @Test func afterAResetAnotherRunBegins() {
        var run = RunOnset()
        let first = run.judge(true)
        run.reset()
        let again = run.judge(true)
        let more = run.judge(true)
        #expect(first && again && !more)
    }
}
