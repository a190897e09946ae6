import SondeCore
import Testing

/// Every text that is refused, with the exact sentence.
@Suite struct ConditionsSyntaxErrorTests {
    @Test(arguments: [
        ("", "the condition is empty; write for instance [STATUS] == 200"),
        ("  \n", "the condition is empty; write for instance [STATUS] == 200"),
        ("[STATUS]", "no comparison in [STATUS]; write for instance [STATUS] == 200"),
        ("len([BODY])", "no comparison in len([BODY]); write for instance [STATUS] == 200"),
        ("[STATUS] 200", "no comparison in [STATUS] 200; write for instance [STATUS] == 200"),
        (
            "[STATUS] ==",
            "nothing stands after == in [STATUS] ==; an empty text is written as a length of 0, as in len([BODY].name) == 0"
        ),
        (
            "[BODY].a == ",
            "nothing stands after == in [BODY].a ==; an empty text is written as a length of 0, as in len([BODY].name) == 0"
        ),
        ("== 200", "nothing stands before == in == 200"),
        ("[STATUS]==201", "no spaces around == in [STATUS]==201; write [STATUS] == 201"),
        ("[STATUS] ==201", "no spaces around == in [STATUS] ==201; write [STATUS] == 201"),
        ("[STATUS]<300", "no spaces around < in [STATUS]<300; write [STATUS] < 300"),
        ("[STATUS]=200", "no spaces around = in [STATUS]=200; write [STATUS] == 200"),
        ("[STATUS] = 200", "unknown comparison = in [STATUS] = 200; did you mean ==?"),
        ("[STATUS] = = 201", "unknown comparison = in [STATUS] = = 201; did you mean ==?"),
        ("[STATUS] => 200", "unknown comparison => in [STATUS] => 200; did you mean >=?"),
        ("[STATUS] <> 200", "unknown comparison <> in [STATUS] <> 200; did you mean !=?"),
        ("[BODY] =~ a+", "unknown comparison =~ in [BODY] =~ a+; did you mean == regex(...)?"),
        ("[STATUS] ? 201", "unknown comparison ? in [STATUS] ? 201; write ==, !=, <, <=, > or >="),
        ("[STATUS] is 200", "unknown comparison is in [STATUS] is 200; write ==, !=, <, <=, > or >="),
        (
            "[STATUS] == 200 && [BODY].a == b",
            "a condition holds one comparison; write what follows && as a condition of its own"
        ),
        (
            "has([BODY].a) == true and [STATUS] == 200",
            "a condition holds one comparison; write what follows and as a condition of its own"
        ),
        (
            "[STATUS] == 200 || [STATUS] == 201",
            "a condition holds one comparison; to accept several values write any(a, b)"
        ),
    ])
    func shape(_ source: String, message: String) {
        expect(source, message)
    }

    @Test(arguments: [
        ("[STATSU] == 200", "unknown placeholder [STATSU]; did you mean [STATUS]?"),
        ("200 == [statsu]", "unknown placeholder [statsu]; did you mean [STATUS]?"),
        ("[RESPONSE TIME] < 1s", "unknown placeholder [RESPONSE TIME]; did you mean [RESPONSE_TIME]?"),
        ("[RESPONSETIME] < 1s", "unknown placeholder [RESPONSETIME]; did you mean [RESPONSE_TIME]?"),
        ("[TIME] < 1s", "unknown placeholder [TIME]; did you mean [RESPONSE_TIME]?"),
        ("[STATUS_CODE] == 200", "unknown placeholder [STATUS_CODE]; did you mean [STATUS]?"),
        ("[CERTIFICATE] > 48h", "unknown placeholder [CERTIFICATE]; did you mean [CERTIFICATE_EXPIRATION]?"),
        ("[HEADER].server == x", "unknown placeholder [HEADER]; did you mean [HEADERS]?"),
        ("len([BDOY].a) == 1", "unknown placeholder [BDOY]; did you mean [BODY]?"),
        ("[STATUS] == any(200, [STATSU])", "unknown placeholder [STATSU]; did you mean [STATUS]?"),
        (
            "[LATENCY] < 5",
            "unknown placeholder [LATENCY]; known are [STATUS], [RESPONSE_TIME], [CONNECTED], [IP], [CERTIFICATE_EXPIRATION], [BODY], [HEADERS], [DNS], [CONNECT], [TLS], [TTFB], [TRANSFER]"
        ),
        (
            "[DOMAIN_EXPIRATION] > 720h",
            "[DOMAIN_EXPIRATION] is not supported, because it is not measured by an HTTP request; did you mean [CERTIFICATE_EXPIRATION]?"
        ),
        (
            "[DNS_RCODE] == NOERROR",
            "[DNS_RCODE] is not supported, because it belongs to DNS endpoints; did you mean [DNS], the time to resolve the name?"
        ),
        (
            "[STATUS] == [CONTEXT].code",
            "[CONTEXT] is not supported, because it belongs to suites; write the value itself"
        ),
        ("[STATUS == 200", "missing ] in [STATUS; write [STATUS]"),
        ("STATUS == 200", "STATUS is not a placeholder; did you mean [STATUS]?"),
        ("STATUS] == 200", "STATUS] is not a placeholder; did you mean [STATUS]?"),
        ("body.status == UP", "body.status is not a placeholder; did you mean [BODY]?"),
        ("[STATUS].code == 200", "unexpected .code after [STATUS]"),
        ("[IP] x == 200", "unexpected x after [IP]"),
        ("[HEADERS] == x", "[HEADERS] takes the name of a header, as in [HEADERS].content-type"),
        ("[HEADERS]. == x", "[HEADERS] takes the name of a header, as in [HEADERS].content-type"),
        ("[HEADERS].a b == x", "[HEADERS] takes the name of a header, as in [HEADERS].content-type"),
    ])
    func placeholders(_ source: String, message: String) {
        expect(source, message)
    }

    @Test(arguments: [
        ("[BODY]name == x", "missing dot in the path name of [BODY]; write [BODY].name"),
        ("[BODY].a[0]b == x", "missing dot in the path .a[0]b of [BODY]; write [BODY].a[0].b"),
        ("[BODY]. == x", "empty key in the path . of [BODY]; write a name after each dot"),
        ("[BODY].a..b == x", "empty key in the path .a..b of [BODY]; write a name after each dot"),
        ("[BODY].a.[0] == x", "empty key in the path .a.[0] of [BODY]; write a name after each dot"),
        ("[BODY].a[0 == x", "missing ] in the path .a[0 of [BODY]"),
        ("[BODY].a] == x", "unexpected ] in the path .a] of [BODY]"),
        ("[BODY].a['b] == x", "missing '] in the path .a['b] of [BODY]"),
        ("[BODY].a[b] == x", "[b] in the path .a[b] of [BODY] is not an index; write a number from 0 or a quoted key"),
        (
            "[BODY].a[-1] == x",
            "[-1] in the path .a[-1] of [BODY] is not an index; write a number from 0 or a quoted key"
        ),
        ("[BODY].a[] == x", "[] in the path .a[] of [BODY] is not an index; write a number from 0 or a quoted key"),
        (
            "[BODY].a[99999999999999999999] == x",
            "[99999999999999999999] in the path .a[99999999999999999999] of [BODY] is not an index; write a number from 0 or a quoted key"
        ),
        ("[BODY].a) == 1", "unbalanced parenthesis in [BODY].a)"),
    ])
    func paths(_ source: String, message: String) {
        expect(source, message)
    }

    @Test(arguments: [
        ("len([BODY].users == 100", "missing ) at the end of len([BODY].users"),
        ("len([BODY].users)) == 100", "unbalanced parenthesis in [BODY].users)"),
        ("[STATUS] == any(200, 429", "missing ) at the end of any(200, 429"),
        ("[BODY] == pat(*a", "missing ) at the end of pat(*a"),
        ("length([BODY].a) == 1", "unknown function length(); did you mean len()?"),
        ("[BODY] == pattern(*a*)", "unknown function pattern(); did you mean pat()?"),
        ("[BODY] == regexp(a)", "unknown function regexp(); did you mean regex()?"),
        ("lne([BODY]) == 1", "unknown function lne(); did you mean len()?"),
        ("sum([BODY]) == 1", "unknown function sum(); the functions are len, has, pat, regex and any"),
        ("len() == 1", "len() takes a placeholder, as in len([BODY].name)"),
        ("len(abc) == 3", "len() takes a placeholder, as in len([BODY].name)"),
        ("has() == true", "has() takes a placeholder, as in has([BODY].name)"),
        ("has(len([BODY])) == true", "has() takes a placeholder, as in has([BODY].name)"),
        ("[BODY] == pat()", "nothing stands between the parentheses of pat()"),
        ("[BODY] == any( )", "nothing stands between the parentheses of any()"),
        ("[BODY] == regex()", "nothing stands between the parentheses of regex()"),
        ("[BODY] == any(a,,b)", "any(a,,b) holds an empty value"),
        ("[STATUS] == any(pat(2*), 301)", "pat(2*) cannot stand in any(), which takes only plain values"),
        ("[STATUS] == any([BODY].a, 301)", "[BODY].a cannot stand in any(), which takes only plain values"),
        ("[BODY] == regex(a[)", "regex(a[) does not hold a valid regular expression"),
        ("[BODY] == regex(*a)", "regex(*a) does not hold a valid regular expression"),
        ("[BODY] == pat(*[1*)", #"malformed [ ] in pat(*[1*); write \[ for the character [ itself"#),
        ("[BODY] == pat([])", #"malformed [ ] in pat([]); write \[ for the character [ itself"#),
        ("[BODY] == pat([a-])", #"malformed [ ] in pat([a-]); write \[ for the character [ itself"#),
        (#"[BODY] == pat(a\)"#, #"pat(a\) ends in a single \; write \\ for the character"#),
        ("pat(a) == any(a, b)", "pat(a) cannot be compared with any(a, b); one side must be a placeholder"),
    ])
    func functions(_ source: String, message: String) {
        expect(source, message)
    }

    @Test(arguments: [
        ("[STATUS] < abc", "abc is neither a number nor a duration, so < cannot hold"),
        ("[RESPONSE_TIME] < potato", "potato is neither a number nor a duration, so < cannot hold"),
        ("[RESPONSE_TIME] < 5 s", "5 s is neither a number nor a duration, so < cannot hold"),
        ("[CERTIFICATE_EXPIRATION] > 7y", "7y is neither a number nor a duration, so > cannot hold"),
        ("abc >= [BODY].a", "abc is neither a number nor a duration, so >= cannot hold"),
        ("[CONNECTED] > 0", "[CONNECTED] is true or false; compare it with == or !="),
        ("has([BODY].a) >= 1", "has([BODY].a) is true or false; compare it with == or !="),
        ("5 < [IP]", "[IP] is an address; compare it with == or !="),
        ("[STATUS] < pat(3*)", "pat(3*) works only with == and !="),
        ("any(1, 2) >= [STATUS]", "any(1, 2) works only with == and !="),
        ("[BODY].a > regex(a)", "regex(a) works only with == and !="),
        ("[STATUS] == OK", "[STATUS] is a number and never OK"),
        ("[STATUS] == 2xx", "[STATUS] is a number and never 2xx"),
        ("[STATUS] != any(500, 5xx)", "[STATUS] is a number and never 5xx"),
        ("john == len([BODY].a)", "len([BODY].a) is a number and never john"),
        ("[CONNECTED] == yes", "[CONNECTED] is true or false and never yes"),
        ("has([BODY].a) == 1", "has([BODY].a) is true or false and never 1"),
    ])
    func sense(_ source: String, message: String) {
        expect(source, message)
    }

    @Test(arguments: [
        "[BODY] == [1,2]", "[BODY] == []", "[IP] == [::1]", "[BODY] == OK (fine)", "[BODY].a == rgb(1,2,3)",
        "[BODY] == x[STATUS]", "[BODY] == salt and pepper", "[BODY] == a && b", "[BODY] == :) ", "[BODY] == [half",
    ])
    func valuesThatLookLikeSyntaxAreValues(_ source: String) throws {
        _ = try Condition(parsing: source)
    }

    private func expect(_ source: String, _ message: String) {
        let error = #expect(throws: ConditionSyntaxError.self) { try Condition(parsing: source) }
        #expect(error?.message == message)
        #expect(error?.description == message)
    }
}
