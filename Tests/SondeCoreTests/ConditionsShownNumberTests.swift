import SondeCore
import Testing

/// How a value that is not whole is shown beside the condition that it did not keep.
@Suite struct ConditionsShownNumberTests {
    @Test(arguments: [
        ("121.00000000000001", "121"), ("0.30000000000000004", "0.3"), ("24.99", "24.99"), ("1234.5678", "1234.57"),
        ("-1234.5678", "-1234.57"), ("1234567.89", "1234568"), ("123456.7", "123457"),
        ("0.000123456789", "0.000123457"),
        ("99.9999999", "100"), ("121.0", "121"), ("12345678901234567890.5", "12345678901234567000"), ("1e-30", "1e-30"),
    ])
    func hasSixDigitsOrIsWhole(_ json: String, _ shown: String) throws {
        let outcome = try Condition(parsing: "[BODY].x == 7").evaluate(
            in: SampleResponse.body(#"{"x":\#(json)}"#).context)
        #expect(outcome.resolved == "[BODY].x (\(shown)) == 7")
    }

    @Test(
        "rounded to what it was compared with, it would seem to have kept the condition",
        arguments: [
            ("[BODY].x < 121", #"{"x":121.00000000000001}"#, "[BODY].x (121.00000000000001) < 121"),
            (
                "[BODY].x > [BODY].y", #"{"x":0.3,"y":0.30000000000000004}"#,
                "[BODY].x (0.3) > [BODY].y (0.30000000000000004)"
            ),
            ("[BODY].x == pat(121)", #"{"x":121.00000000000001}"#, "[BODY].x (121.00000000000001) == pat(121)"),
        ])
    func keepsWhatMatters(_ condition: String, _ json: String, _ shown: String) throws {
        let outcome = try Condition(parsing: condition).evaluate(in: SampleResponse.body(json).context)
        #expect(!outcome.held && outcome.resolved == shown, "\(outcome.resolved)")
    }

    @Test func holdsForPhases() throws {
        var response = SampleResponse()
        response.time = .microseconds(1_234_567)
        let outcome = try Condition(parsing: "[RESPONSE_TIME] < 500").evaluate(in: response.context)
        #expect(outcome.resolved == "[RESPONSE_TIME] (1234.57) < 500")
    }
}
