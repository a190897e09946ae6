import SondeCore
import Testing

/// Bodies that no honest API sends: whatever comes, a condition does not hold and says why.
@Suite struct ConditionsHostileBodyTests {
    @Test(arguments: [
        ConditionCase("HTML", "[BODY].a == 1", .body("<html>"), holds: false, shows: "[BODY].a (not JSON) == 1"),
        ConditionCase(
            "not JSON is not different", "[BODY].a != 1", .body("<html>"), holds: false,
            shows: "[BODY].a (not JSON) != 1"),
        ConditionCase("empty", "[BODY].a == 1", holds: false, shows: "[BODY].a (empty body) == 1"),
        ConditionCase(
            "white space", "[BODY].a == 1", .body(" \n\t"), holds: false, shows: "[BODY].a (empty body) == 1"),
        ConditionCase("cut off", "[BODY].a == 1", .body(#"{"a":1"#), holds: false, shows: "[BODY].a (not JSON) == 1"),
        ConditionCase(
            "text after the end", "[BODY].a == 1", .body(#"{"a":1}""#), holds: false,
            shows: "[BODY].a (not JSON) == 1"),
        ConditionCase(
            "10,000 arrays", "[BODY].a == 1", .body(nested("[", 10_000, "]")), holds: false,
            shows: "[BODY].a (missing) == 1"),
        ConditionCase(
            "a million arrays, never closed", "[BODY][0] == 1", .body(nested("[", 1_000_000, "")), holds: false,
            shows: "[BODY][0] (not JSON) == 1"),
        ConditionCase("a million arrays, written again", "len([BODY][0][0]) == 1", .body(nested("[", 1_000_000, "]"))),
        ConditionCase(
            "10,000 objects", "len([BODY].a) > 60000", .body(nested(#"{"a":"#, 10_000, "}")), holds: false,
            shows: "len([BODY].a) (59995) > 60000"),
        ConditionCase("10,000 objects, searched", "[BODY].a.a == pat(*:7}*)", .body(nested(#"{"a":"#, 10_000, "}"))),
        ConditionCase(
            "huge exponent", "[BODY].a > 1", .body(#"{"a":1e999}"#), holds: false,
            shows: "[BODY].a (number too large) > 1"),
        ConditionCase("huge exponent is not different", "[BODY].a != 1", .body(#"{"a":-1e999}"#), holds: false),
        ConditionCase(
            "length of a huge number", "len([BODY].a) > 1", .body(#"{"a":1e999}"#), holds: false,
            shows: "len([BODY].a) (number too large) > 1"),
        ConditionCase("tiny number", "[BODY].a == 0", .body(#"{"a":1e-999}"#)),
        ConditionCase(
            "a million digits", "[BODY].a > 1", .body(#"{"a":\#(String(repeating: "9", count: 1_000_000))}"#),
            holds: false, shows: "[BODY].a (number too long) > 1"),
        ConditionCase(
            "a million digits in a text", "[BODY] > 1", .body(String(repeating: "9", count: 1_000_000)),
            holds: false),
        ConditionCase("beyond 64 bits", "[BODY].a > 9223372036854775807", .body(#"{"a":99999999999999999999}"#)),
        ConditionCase("beyond 64 bits in a text", "[BODY].a > 1", .body(#"{"a":"99999999999999999999"}"#)),
        ConditionCase(
            "a very long key", "[BODY].a == 1", .body(#"{"\#(String(repeating: "k", count: 100_000))":1}"#),
            holds: false, shows: "[BODY].a (missing) == 1"),
    ])
    func doesNotHold(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ConditionCase("as text", "[BODY] == caf\u{FFFD}", SampleResponse(body: [0x63, 0x61, 0x66, 0xE9])),
        ConditionCase(
            "differs from the letter meant", "[BODY] == café", SampleResponse(body: [0x63, 0x61, 0x66, 0xE9]),
            holds: false, shows: "[BODY] (caf\u{FFFD}) == café"),
        ConditionCase(
            "what is readable is found", "[BODY] == pat(caf*)", SampleResponse(body: [0x63, 0x61, 0x66, 0xE9])),
        ConditionCase(
            "in a JSON text", "[BODY].a == \u{FFFD}x",
            SampleResponse(body: Array(#"{"a":""#.utf8) + [0xFF, 0x78] + Array(#""}"#.utf8))),
        ConditionCase(
            "in a JSON key", "[BODY].a == 1",
            SampleResponse(body: Array(#"{""#.utf8) + [0xFF] + Array(#"":1,"a":1}"#.utf8))),
        ConditionCase(
            "UTF-16", "[BODY].a == 1", SampleResponse(body: [0xFF, 0xFE, 0x7B, 0x00]), holds: false,
            shows: "[BODY].a (not JSON) == 1"),
        ConditionCase(
            "only zeros", "[BODY] == x", SampleResponse(body: [0, 0, 0]), holds: false,
            shows: "[BODY] (unprintable) == x"),
        ConditionCase("continuation bytes", "[BODY] == pat(?)", SampleResponse(body: [0x80, 0xBF]), holds: false),
    ])
    func needNotBeUTF8(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{1:2}", #"{"a" 1}"#, "[1}",
        #"{"a":1]"#, "tru", "nul", "True", "01", "1.", ".5", "-", "+1", "1e", "1e+", "0x1", "NaN", "Infinity", "\"",
        #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#, "\"\n\"", "'a'", "// x\n1", "1 2", "[1]]", "\u{FEFF}{}", "[\"a",
    ])
    func refusesWhatIsNotJSON(_ body: String) throws {
        let outcome = try Condition(parsing: "[BODY].k == 1").evaluate(in: SampleResponse.body(body).context)
        #expect(outcome.resolved == "[BODY].k (not JSON) == 1")
    }

    @Test(arguments: [
        ConditionCase(
            "long", "[BODY] == x", .body(String(repeating: "ab", count: 500)), holds: false,
            shows: "[BODY] (\(String(repeating: "ab", count: 30))…) == x"),
        ConditionCase(
            "exactly long enough", "[BODY] == x", .body(String(repeating: "a", count: 60)), holds: false,
            shows: "[BODY] (\(String(repeating: "a", count: 60))) == x"),
        ConditionCase(
            "lines", "[BODY] == x", .body("one\r\n\ttwo\u{2028}three"), holds: false,
            shows: "[BODY] (one two three) == x"),
        ConditionCase(
            "terminal escapes", "[BODY] == x", .body("\u{1B}[31mred\u{7}\u{7F}\u{9B}0m"), holds: false,
            shows: "[BODY] ([31mred0m) == x"),
        ConditionCase(
            "text turned round", "[BODY] == x", .body("a\u{202E}b\u{2066}c\u{FEFF}d\u{200B}e"), holds: false,
            shows: "[BODY] (abcde) == x"),
        ConditionCase(
            "stacked accents", "[BODY] == x", .body("a" + String(repeating: "\u{301}", count: 999)), holds: false,
            shows: "[BODY] (a\(String(repeating: "\u{301}", count: 59))…) == x"),
        ConditionCase(
            "a megabyte of nothing", "[BODY] == x", .body("a" + String(repeating: "\u{1}", count: 1_000_000) + "a"),
            holds: false, shows: "[BODY] (a) == x"),
        ConditionCase(
            "markup is left to the page", "[BODY] == x", .body("<script>&"), holds: false,
            shows: "[BODY] (<script>&) == x"),
        ConditionCase(
            "header", "[HEADERS].a == x", SampleResponse(headers: [("a", "b\u{1B}c")]), holds: false,
            shows: "[HEADERS].a (bc) == x"),
    ])
    func showsThemSafely(_ example: ConditionCase) throws {
        try example.check()
    }

    /// Bytes that are nearly JSON, in all ways that one changed byte can be.
    @Test func survivesEveryChangedByte() throws {
        let body = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,null,{"b":{}}],"c":"ü"}"#.utf8)
        let conditions = try [
            "[BODY].a[5].b == {}", "len([BODY].a) == 6", "[BODY].a == pat(*x*)", "has([BODY].c) == true",
        ]
        .map { try Condition(parsing: $0) }
        for position in body.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = body
                changed[position] = byte
                let context = SampleResponse(body: changed).context
                for condition in conditions { #expect(!condition.evaluate(in: context).resolved.isEmpty) }
            }
            let context = SampleResponse(body: Array(body[..<position])).context
            for condition in conditions { #expect(!condition.evaluate(in: context).resolved.isEmpty) }
        }
    }

    private static func nested(_ open: String, _ depth: Int, _ close: String) -> String {
        String(repeating: open, count: depth) + "7" + String(repeating: close, count: depth)
    }
}
