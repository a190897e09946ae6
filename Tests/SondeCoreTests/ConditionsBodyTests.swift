import SondeCore
import Testing

/// Paths into JSON bodies, and how JSON values are written.
@Suite struct ConditionsBodyTests {
    private static let order = SampleResponse.body(
        #"""
        {"user": {"name": "ada", "age": 36, "admin": true, "nick": null, "a.b": 1, "x[0]": 2, "first name": "Ada"},
         "data": [{"id": 1, "tags": ["new", "blue"]}, {"id": 2}], "grid": [["a", "b"], ["c", "dd"]],
         "empty": "", "none": [], "é": "ü", "price": 24.50}
        """#)

    @Test(arguments: [
        ConditionCase("key", "[BODY].price == 24.5", order),
        ConditionCase("nested key", "[BODY].user.name == ada", order),
        ConditionCase("element", "[BODY].data[0].id == 1", order),
        ConditionCase("element of an array in an array", "[BODY].grid[1][1] == dd", order),
        ConditionCase("array in an element", "[BODY].data[0].tags[1] == blue", order),
        ConditionCase("placeholder in lower case, key as written", "[body].user.name == ada", order),
        ConditionCase(
            "keys are case-sensitive", "[BODY].User.name == ada", order, holds: false,
            shows: "[BODY].User.name (missing) == ada"),
        ConditionCase("quoted key with a dot", #"[BODY].user["a.b"] == 1"#, order),
        ConditionCase("quoted key with brackets", "[BODY].user['x[0]'] == 2", order),
        ConditionCase("key with a space", "[BODY].user.first name == Ada", order),
        ConditionCase("key beyond ASCII", "[BODY].é == ü", order),
        ConditionCase("body is an array", "[BODY][0].id == 1", .body(#"[{"id":1}]"#)),
        ConditionCase("body is an array of arrays", "[BODY][0][1] == 2", .body("[[1,2]]")),
        ConditionCase("boolean", "[BODY].user.admin == true", order),
        ConditionCase("null is null", "[BODY].user.nick == null", order),
        ConditionCase(
            "null is nothing else", "[BODY].user.nick == ada", order, holds: false,
            shows: "[BODY].user.nick (null) == ada"),
        ConditionCase("null differs", "[BODY].user.nick != ada", order),
        ConditionCase(
            "null is not a number", "[BODY].user.nick < 1", order, holds: false,
            shows: "[BODY].user.nick (null, not a number) < 1"),
        ConditionCase("empty text", "[BODY].empty == x", order, holds: false, shows: "[BODY].empty (empty) == x"),
        ConditionCase(
            "missing key", "[BODY].user.mail == x", order, holds: false,
            shows: "[BODY].user.mail (missing) == x"),
        ConditionCase("missing differs from everything", "[BODY].user.mail != x", order),
        ConditionCase("missing is not even itself", "[BODY].x == [BODY].x", order, holds: false),
        ConditionCase("element beyond the end", "[BODY].data[2].id == 1", order, holds: false),
        ConditionCase("huge index", "[BODY].data[9223372036854775807] == 1", order, holds: false),
        ConditionCase("element of an object", "[BODY][0].name == x", order, holds: false),
        ConditionCase(
            "key of an array", "[BODY].data.id == 1", order, holds: false,
            shows: "[BODY].data.id (missing) == 1"),
        ConditionCase("key of a text", "[BODY].user.name.first == a", order, holds: false),
        ConditionCase("key of a number", "[BODY].user.age.years == 36", order, holds: false),
        ConditionCase(
            "key of null", "[BODY].data == OK", .body("null"), holds: false,
            shows: "[BODY].data (missing) == OK"),
        ConditionCase("last of equal keys", "[BODY].a == 2", .body(#"{"a":1,"a":2}"#)),
    ])
    func followsPaths(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ("1", "1"), ("1.0", "1"), ("-0", "0"), ("24.50", "24.5"), ("1e3", "1000"), ("0.0001", "0.0001"),
        ("0.00001", "1e-05"), ("1e15", "1000000000000000"), ("1e20", "100000000000000000000"), ("1e21", "1e+21"),
        ("-1.5e19", "-15000000000000000000"), ("12345678901234567890", "12345678901234567000"),
        ("9223372036854775807", "9223372036854775807"), ("true", "true"), ("null", "null"), (#""a\"b""#, #"a"b"#),
        (#""\u00e9\ud83d\ude00\n\/\\t""#, "é😀\n/\\t"), (#""\ud83dx""#, "\u{FFFD}x"), ("[1, 2.0 ,\"a\"]", #"[1,2,"a"]"#),
        (#"{"b" : [ ], "a":{"d":null,"c":"\u0001\"\\\t"}}"#, #"{"a":{"c":"\u0001\"\\\t","d":null},"b":[]}"#),
        ("[1e400]", "[1e400]"),
    ])
    func writesValues(_ json: String, text: String) throws {
        let context = SampleResponse.body(#"{"v":\#(json),"text":"\#(text.utf8.count)"}"#).context
        let outcome = try Condition(parsing: "[BODY].v == \(text)").evaluate(in: context)
        #expect(outcome.held, "\(outcome.resolved)")
        // 24.5 == 24.50 even if it were written otherwise; a pattern compares letters.
        let escaped = text.replacing("\\", with: "\\\\").replacing("[", with: "\\[")
        let pattern = try Condition(parsing: "[BODY].v == pat(\(escaped))").evaluate(in: context)
        #expect(pattern.held, "\(pattern.resolved)")
    }
}
