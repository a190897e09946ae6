import SondeCore
import Testing

/// The six comparisons, and what counts as a number.
@Suite struct ConditionsComparisonTests {
    @Test(arguments: [
        ("==", false, true, false), ("!=", true, false, true), ("<", true, false, false), ("<=", true, true, false),
        (">", false, false, true), (">=", false, true, true),
    ])
    func compares(_ comparison: String, below: Bool, equal: Bool, above: Bool) throws {
        let condition = try Condition(parsing: "[STATUS] \(comparison) 300")
        #expect(condition.evaluate(in: SampleResponse(status: 299).context).held == below)
        #expect(condition.evaluate(in: SampleResponse(status: 300).context).held == equal)
        #expect(condition.evaluate(in: SampleResponse(status: 301).context).held == above)
    }

    @Test(arguments: [
        ("300 < [STATUS]", 301, 300), ("300 <= [STATUS]", 300, 299), ("300 > [STATUS]", 299, 300),
        ("300 >= [STATUS]", 300, 301), ("300 == [STATUS]", 300, 301), ("300 != [STATUS]", 299, 300),
    ])
    func comparesWithTheValueOnTheLeft(_ source: String, holds: Int, fails: Int) throws {
        let condition = try Condition(parsing: source)
        #expect(condition.evaluate(in: SampleResponse(status: holds).context).held)
        #expect(!condition.evaluate(in: SampleResponse(status: fails).context).held)
    }

    @Test(arguments: [
        ConditionCase("hexadecimal", "[BODY].a == 12648243", .body(#"{"a":"0xC0ff33"}"#)),
        ConditionCase("hexadecimal on both sides", "[BODY].a == 0x0F", .body(#"{"a":"0xf"}"#)),
        ConditionCase("octal", "[BODY].a == 8", .body(#"{"a":"0o10"}"#)),
        ConditionCase("octal with a bare zero", "[BODY].a == 8", .body(#"{"a":"010"}"#)),
        ConditionCase("binary", "[BODY].a == 0b10", .body(#"{"a":"0b0010"}"#)),
        ConditionCase("ordered hexadecimal", "[BODY].a >= 1", .body(#"{"a":"0x01"}"#)),
        ConditionCase("underscores", "[BODY].a == 1_000", .body(#"{"a":1000}"#)),
        ConditionCase("misplaced underscore", "[BODY].a == 1000", .body(#"{"a":"1__000"}"#), holds: false),
        ConditionCase("negative", "[BODY].a > -5", .body(#"{"a":-4}"#)),
        ConditionCase("smallest", "[BODY].a == -0x8000000000000000", .body(#"{"a":-9223372036854775808}"#)),
        ConditionCase("plus sign", "[BODY].a == 5", .body(#"{"a":"+5"}"#)),
        ConditionCase("leading zeros that are not octal", "[BODY].a > 8", .body(#"{"a":"09"}"#)),
        ConditionCase("no digits after the prefix", "[BODY].a > 0", .body(#"{"a":"0x"}"#), holds: false),
        ConditionCase("exact beyond 2^53", "[BODY].a == 9007199254740993", .body(#"{"a":9007199254740993}"#)),
        ConditionCase(
            "not its neighbour", "[BODY].a == 9007199254740992", .body(#"{"a":9007199254740993}"#), holds: false),
        ConditionCase("decimal", "[BODY].a == 24.99", .body(#"{"a":24.99}"#)),
        ConditionCase("decimal with a trailing zero", "[BODY].a == 24.990", .body(#"{"a":24.99}"#)),
        ConditionCase("whole number with a fraction", "[BODY].a == 1", .body(#"{"a":1.0}"#)),
        ConditionCase("exponent", "[BODY].a == 1200", .body(#"{"a":1.2e3}"#)),
        ConditionCase("fraction counts", "[BODY].a > 1", .body(#"{"a":1.9}"#)),
        ConditionCase("fraction counts on the right", "[BODY].a < 1.95", .body(#"{"a":1.9}"#)),
        ConditionCase("decimal in a string", "[BODY].a > 123", .body(#"{"a":"123.40000000000005"}"#)),
        ConditionCase("versions are texts", "[BODY].a == 1.10", .body(#"{"a":"1.1"}"#), holds: false),
        ConditionCase(
            "not-a-number is a text", "[BODY].a > 0", .body(#"{"a":"inf"}"#), holds: false,
            shows: "[BODY].a (inf, not a number) > 0"),
        ConditionCase(
            "text is no number", "[BODY].a < 5", .body(#"{"a":"low"}"#), holds: false,
            shows: "[BODY].a (low, not a number) < 5"),
        ConditionCase(
            "missing is no number", "[BODY].b < 5", .body(#"{"a":1}"#), holds: false,
            shows: "[BODY].b (missing) < 5"),
        ConditionCase(
            "true is no number", "[BODY].a >= 0", .body(#"{"a":true}"#), holds: false,
            shows: "[BODY].a (true, not a number) >= 0"),
    ])
    func readsNumbers(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ("500ms", 500), ("1h30m", 5_400_000), ("1.5s", 1500), (".5s", 500), ("2m", 120_000), ("250us", 0.25),
        ("250µs", 0.25), ("1000000ns", 1), ("-3s", -3000), ("+3s", 3000), ("1d", 86_400_000), ("0s", 0),
        ("1h0.5m3ms", 3_630_003),
    ])
    func readsDurations(_ text: String, milliseconds: Double) throws {
        let asBody = SampleResponse.body(#"{"a":"\#(text)","b":\#(milliseconds)}"#).context
        #expect(try Condition(parsing: "[BODY].b == \(text)").evaluate(in: asBody).held)
        #expect(try Condition(parsing: "[BODY].a <= \(milliseconds)").evaluate(in: asBody).held)
        #expect(try Condition(parsing: "\(text) >= [BODY].b").evaluate(in: asBody).held)
    }

    @Test(arguments: [
        ConditionCase("two places in the body", "[BODY].a == [BODY].b", .body(#"{"a":1,"b":1}"#)),
        ConditionCase(
            "two places that differ", "[BODY].first == [BODY].last", .body(#"{"first":"ada","last":"lovelace"}"#),
            holds: false, shows: "[BODY].first (ada) == [BODY].last (lovelace)"),
        ConditionCase("two places that should differ", "[BODY].a != [BODY].b", .body(#"{"a":1,"b":2}"#)),
        ConditionCase("status and body", "[STATUS] == [BODY].status", .body(#"{"status":200}"#)),
        ConditionCase("status and text in the body", "[STATUS] == [BODY].status", .body(#"{"status":"200"}"#)),
        ConditionCase("no placeholder", "raw == raw"),
        ConditionCase("no placeholder, not equal", "1 == 2", holds: false, shows: "1 == 2"),
        ConditionCase("texts are compared as they are", "[BODY] == Pong", .body("pong"), holds: false),
        ConditionCase("spaces within a text", "[BODY] == all is well", .body("all is well")),
        ConditionCase("comparison within a text", "[BODY] == a == b", .body("a == b")),
        ConditionCase("quotes belong to the text", #"[BODY] == "pong""#, .body(#""pong""#)),
        ConditionCase("several spaces", "[STATUS]   ==  \t200"),
    ])
    func comparesSides(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test func isEqualWhenItsSourceIs() throws {
        let condition = try Condition(parsing: "  [STATUS] == 200 ")
        #expect(condition == (try Condition(parsing: "[STATUS] == 200")))
        #expect(condition.hashValue == (try Condition(parsing: "[STATUS] == 200")).hashValue)
        #expect(condition != (try Condition(parsing: "[STATUS] == 201")))
        #expect(condition.source == "[STATUS] == 200")
    }
}
