import SondeCore
import Testing

@Suite struct DurationSpanTests {
    @Test(arguments: [
        (0.4, "0 s"), (56, "56 s"), (440, "7 min"), (3600, "1 h"), (12_000, "3 h 20 min"), (187_200, "2 d 4 h"),
    ])
    func spans(seconds: Double, text: String) {
        #expect(Duration.seconds(seconds).span == text)
    }
}
