import SondeCore
import Testing

/// len, has, pat, any and regex.
@Suite struct ConditionsFunctionTests {
    @Test(arguments: [
        ConditionCase("of an array", "len([BODY].a) == 3", .body(#"{"a":[1,{"b":[2,3]},[4]]}"#)),
        ConditionCase("of an empty array", "len([BODY].a) == 0", .body(#"{"a":[]}"#)),
        ConditionCase("of a text", "len([BODY].a) == 8", .body(#"{"a":"john.doe"}"#)),
        ConditionCase("of a text, in bytes", "len([BODY].a) == 2", .body(#"{"a":"é"}"#)),
        ConditionCase("of a number as written", "len([BODY].a) == 2", .body(#"{"a":18.0}"#)),
        ConditionCase("of a hexadecimal text", "len([BODY].a) == 4", .body(#"{"a":"0x01"}"#)),
        ConditionCase("of a boolean as written", "len([BODY].a) == 4", .body(#"{"a":true}"#)),
        ConditionCase("of an object, minified", "len([BODY][0]) == 23", .body(#"[{"age": 18, "adult": true}]"#)),
        ConditionCase("of a body that is an array", "len([BODY]) == 2", .body(" [ 1, 2 ]\n")),
        ConditionCase("of a body that is an object", "len([BODY]) == 9", .body(#"{"a": 12}"#)),
        ConditionCase("of a body that is text", "len([BODY]) == 8", .body("john.doe")),
        ConditionCase("of a body that looks like an array", "len([BODY]) == 6", .body("[oops]")),
        ConditionCase("of an empty body", "len([BODY]) == 0"),
        ConditionCase("of the status", "len([STATUS]) == 3"),
        ConditionCase("of the address", "len([IP]) == 9"),
        ConditionCase("ordered", "len([BODY].a) < 5", .body(#"{"a":[1]}"#)),
        ConditionCase(
            "too short", "len([BODY].a) > 5", .body(#"{"a":[1]}"#), holds: false,
            shows: "len([BODY].a) (1) > 5"),
        ConditionCase(
            "of what is missing", "len([BODY].b) == 1", .body(#"{"a":[1]}"#), holds: false,
            shows: "len([BODY].b) (missing) == 1"),
        ConditionCase(
            "of null", "len([BODY].a) == 4", .body(#"{"a":null}"#), holds: false,
            shows: "len([BODY].a) (null) == 4"),
        ConditionCase(
            "of what is not JSON", "len([BODY].a) == 0", .body("<html>"), holds: false,
            shows: "len([BODY].a) (not JSON) == 0"),
        ConditionCase("name in upper case", "LEN([BODY]) == 2", .body("ab")),
    ])
    func len(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ConditionCase("key", "has([BODY].a) == true", .body(#"{"a":{"b":[]}}"#)),
        ConditionCase("nested element", "has([BODY].a[0].b) == true", .body(#"{"a":[{"b":false}]}"#)),
        ConditionCase("empty text", "has([BODY].a) == true", .body(#"{"a":""}"#)),
        ConditionCase("empty array", "has([BODY].a) == true", .body(#"{"a":[]}"#)),
        ConditionCase("no such key", "has([BODY].errors) == false", .body("{}")),
        ConditionCase("null is nothing", "has([BODY].a) == false", .body(#"{"a":null}"#)),
        ConditionCase(
            "unexpected", "has([BODY].errors) == false", .body(#"{"errors":["x"]}"#), holds: false,
            shows: "has([BODY].errors) (true) == false"),
        ConditionCase("not JSON", "has([BODY].errors) == false", .body("<html>")),
        ConditionCase("empty body", "has([BODY].errors) == false"),
        ConditionCase("any body", "has([BODY]) == true", .body("x")),
        ConditionCase("no body", "has([BODY]) == false", .body(" \n")),
        ConditionCase(
            "no response", "has([BODY].errors) == false", .none, holds: false,
            shows: "has([BODY].errors) (no response) == false"),
        ConditionCase("status", "has([STATUS]) == true"),
        ConditionCase("no status", "has([STATUS]) == false", .none),
        ConditionCase("not equal", "has([BODY].a) != true", .body("{}")),
    ])
    func has(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ("*", "livingroom_123", true), ("**", "livingroom_123", true), ("living*", "livingroom_123", true),
        ("*living*", "livingroom_123", true), ("*123", "livingroom_123", true), ("living*_*3", "livingroom_123", true),
        ("*vin*om*2*", "livingroom_123", true), ("livingroom_123", "livingroom_123", true),
        ("livingroom", "livingroom_123", false), ("*what*", "livingroom_123", false), ("*.*", "livingroom_123", false),
        ("room*123", "livingroom_123", false), ("a?c", "abc", true), ("a?c", "ac", false), ("a?c", "aéc", true),
        ("*?", "é", true), ("??", "é", false), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[^a-c]x", "dx", true),
        ("[^a-c]x", "ax", false), ("[é-ü]", "ö", true), (#"[\]a]"#, "]", true), ("[z-a]", "m", false),
        (#"\*x"#, "*x", true), (#"\*x"#, "ax", false), (#"a\?"#, "a?", true), ("a/b*", "a/b/c", true),
        ("a*c", "a/b\nc", true),
        ("a/b", "ab", false), ("*a*a*a*b", "aaaaaaaaaaaaaaaaaaaac", false), ("?*", "x", true), ("x?", "x", false),
        ("*)", "(a)", true), ("* == *", "a == b", true), ("a* ", "ab", false),
    ])
    func pat(_ pattern: String, text: String, matches: Bool) throws {
        let context = SampleResponse.body(text).context
        #expect(try Condition(parsing: "[BODY] == pat(\(pattern))").evaluate(in: context).held == matches)
        #expect(try Condition(parsing: "[BODY] != pat(\(pattern))").evaluate(in: context).held == !matches)
        #expect(try Condition(parsing: "pat(\(pattern)) == [BODY]").evaluate(in: context).held == matches)
    }

    @Test(arguments: [
        ConditionCase("of the status", "[STATUS] == pat(2*)"),
        ConditionCase(
            "of another status", "[STATUS] == pat(2*)", SampleResponse(status: 404), holds: false,
            shows: "[STATUS] (404) == pat(2*)"),
        ConditionCase("of the address", "[IP] == pat(192.*)"),
        ConditionCase("of an array", "[BODY].a == pat(*two*)", .body(#"{"a":["one","two"]}"#)),
        ConditionCase("of HTML", #"[BODY] == pat(*<p id="x">a > b</p>*)"#, .body(#"<body><p id="x">a > b</p></body>"#)),
        ConditionCase(
            "of HTML, turned", #"pat(*<p>a > b</p>*) == [BODY]"#, .body("<body>"), holds: false,
            shows: "pat(*<p>a > b</p>*) == [BODY] (<body>)"),
        ConditionCase(
            "of what is missing", "[BODY].b == pat(*)", .body("{}"), holds: false,
            shows: "[BODY].b (missing) == pat(*)"),
        ConditionCase("missing fits no pattern", "[BODY].b != pat(*)", .body("{}")),
        ConditionCase(
            "unknown is not different", "[BODY].b != pat(x)", .body("<html>"), holds: false,
            shows: "[BODY].b (not JSON) != pat(x)"),
    ])
    func patOfValues(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ConditionCase("first", "[STATUS] == any(200, 429)"),
        ConditionCase("last", "[STATUS] == any(200, 429)", SampleResponse(status: 429)),
        ConditionCase(
            "neither", "[STATUS] == any(200, 429)", SampleResponse(status: 404), holds: false,
            shows: "[STATUS] (404) == any(200, 429)"),
        ConditionCase("turned", "any(200, 429) == [STATUS]"),
        ConditionCase("none of them", "[STATUS] != any(500,503)"),
        ConditionCase("one of those unwanted", "[STATUS] != any(500,503)", SampleResponse(status: 503), holds: false),
        ConditionCase("of texts", "[BODY].name == any(john.doe, jane.doe)", .body(#"{"name":"jane.doe"}"#)),
        ConditionCase("of addresses", "[IP] == any(127.0.0.1, ::1)", SampleResponse(address: "::1")),
        ConditionCase("one value", "[STATUS] == any(200)"),
        ConditionCase("of a length", "len([BODY].a) == any(1, 2)", .body(#"{"a":[1]}"#)),
        ConditionCase("of numbers by value", "[BODY].a == any(1.50, 2)", .body(#"{"a":1.5}"#)),
    ])
    func any(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ConditionCase("anywhere", "[BODY] == regex(pon[gk])", .body("ping pong")),
        ConditionCase("of an empty text", "[BODY] == regex(^$)"),
        ConditionCase(
            "anchored", "[BODY] == regex(^pong$)", .body("ping pong"), holds: false,
            shows: "[BODY] (ping pong) == regex(^pong$)"),
        ConditionCase("not found", "[BODY] != regex(error)", .body("all well")),
        ConditionCase("without case", "[BODY] == regex((?i)PONG)", .body("pong")),
        ConditionCase("of a path", #"[BODY].version == regex(^v\d+\.\d+$)"#, .body(#"{"version":"v1.20"}"#)),
        ConditionCase("of the status", "[STATUS] == regex(^2..$)"),
        ConditionCase("turned, with a comparison in it", "regex(a <= (b|c)) == [BODY]", .body("a <= c")),
        ConditionCase("beyond the basic plane", "[BODY] == regex(^.é$)", .body("😀é")),
        ConditionCase("missing is not found", "[BODY].b != regex(x)", .body("{}")),
    ])
    func regex(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ("exponential time", "(a+)+$", String(repeating: "a", count: 40) + "b"),
        ("quadratic time", "a.*b.*c", String(repeating: "ab", count: 500_000)),
        ("too many places to come back to", "(x|y)*z", String(repeating: "xy", count: 2_000_000)),
    ])
    func regexGivesUp(_ name: String, pattern: String, body: String) throws {
        let condition = try Condition(parsing: "[BODY] != regex(\(pattern))")
        let start = ContinuousClock.now
        let outcome = condition.evaluate(in: SampleResponse.body(body).context)
        #expect(!outcome.held)
        #expect(outcome.resolved.hasSuffix(" (gave up searching)"))
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
