import SondeCore
import Testing

/// What each placeholder reads, what it shows, and what it does when there is nothing to read.
@Suite struct ConditionsPlaceholderTests {
    @Test(arguments: [
        ConditionCase("status", "[STATUS] == 200"),
        ConditionCase(
            "status differs", "[STATUS] == 200", SampleResponse(status: 503), holds: false,
            shows: "[STATUS] (503) == 200"),
        ConditionCase("status in lower case", "[status] == 200"),
        ConditionCase(
            "status without a response", "[STATUS] == 200", .none, holds: false, shows: "[STATUS] (none) == 200"),
        ConditionCase("no response is no status below 300", "[STATUS] < 300", .none, holds: false),
        ConditionCase("no response is not a different status", "[STATUS] != 500", .none, holds: false),
        ConditionCase("response time", "[RESPONSE_TIME] < 500"),
        ConditionCase("response time in mixed case", "[Response_Time] < 500"),
        ConditionCase("response time and a duration", "[RESPONSE_TIME] < 1s"),
        ConditionCase(
            "response time with its fraction", "[RESPONSE_TIME] <= 500", SampleResponse(time: .microseconds(500_250)),
            holds: false, shows: "[RESPONSE_TIME] (500.25) <= 500"),
        ConditionCase(
            "response time without a response", "[RESPONSE_TIME] < 500", .none, holds: false,
            shows: "[RESPONSE_TIME] (none) < 500"),
        ConditionCase("connected", "[CONNECTED] == true"),
        ConditionCase(
            "not connected", "[CONNECTED] == true", .none, holds: false, shows: "[CONNECTED] (false) == true"),
        ConditionCase("expected not to connect", "[CONNECTED] == false", .none),
        ConditionCase("address", "[IP] == 192.0.2.7"),
        ConditionCase(
            "address differs", "[IP] == 192.0.2.8", holds: false, shows: "[IP] (192.0.2.7) == 192.0.2.8"),
        ConditionCase("IPv6 address", "[IP] == 2001:db8::1", SampleResponse(address: "2001:db8::1")),
        ConditionCase("no address", "[IP] == 192.0.2.7", .none, holds: false, shows: "[IP] (none) == 192.0.2.7"),
        ConditionCase("body as text", "[BODY] == pong", .body("pong")),
        ConditionCase("white space around the body", "[BODY] == pong", .body("\r\n pong\n")),
        ConditionCase("body as number", "[BODY] > 122", .body("123")),
        ConditionCase(
            "body differs", "[BODY] > 123", .body("100"), holds: false, shows: "[BODY] (100) > 123"),
        ConditionCase("empty body", "[BODY] == pong", holds: false, shows: "[BODY] (empty) == pong"),
        ConditionCase(
            "body without a response", "[BODY] == x", .none, holds: false, shows: "[BODY] (no response) == x"),
        ConditionCase(
            "path without a response", "[BODY].a != x", .none, holds: false, shows: "[BODY].a (no response) != x"),
        ConditionCase(
            "header without a response", "[HEADERS].a != x", .none, holds: false,
            shows: "[HEADERS].a (no response) != x"),
    ])
    func reads(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ConditionCase("longer than wanted", "[CERTIFICATE_EXPIRATION] > 48h"),
        ConditionCase("in days", "[CERTIFICATE_EXPIRATION] > 14d"),
        ConditionCase("in milliseconds", "[CERTIFICATE_EXPIRATION] > 2419200000"),
        ConditionCase(
            "shorter than wanted", "[CERTIFICATE_EXPIRATION] > 48h", SampleResponse(certificate: .seconds(86_400)),
            holds: false, shows: "[CERTIFICATE_EXPIRATION] (24h) > 48h"),
        ConditionCase(
            "with minutes", "[CERTIFICATE_EXPIRATION] > 48h", SampleResponse(certificate: .seconds(5400)),
            holds: false, shows: "[CERTIFICATE_EXPIRATION] (1h30m) > 48h"),
        ConditionCase(
            "with seconds", "[CERTIFICATE_EXPIRATION] > 48h", SampleResponse(certificate: .milliseconds(3_615_900)),
            holds: false, shows: "[CERTIFICATE_EXPIRATION] (1h0m15s) > 48h"),
        ConditionCase(
            "expires now", "[CERTIFICATE_EXPIRATION] > 48h", SampleResponse(certificate: .zero),
            holds: false, shows: "[CERTIFICATE_EXPIRATION] (0s) > 48h"),
        ConditionCase(
            "expired", "[CERTIFICATE_EXPIRATION] > 48h", SampleResponse(certificate: .seconds(-7200)),
            holds: false, shows: "[CERTIFICATE_EXPIRATION] (-2h) > 48h"),
        ConditionCase(
            "no certificate", "[CERTIFICATE_EXPIRATION] > 48h", SampleResponse(certificate: nil),
            holds: false, shows: "[CERTIFICATE_EXPIRATION] (none) > 48h"),
        ConditionCase(
            "no certificate does not expire soon", "[CERTIFICATE_EXPIRATION] < 48h", SampleResponse(certificate: nil),
            holds: false),
    ])
    func readsCertificate(_ example: ConditionCase) throws {
        try example.check()
    }

    private static let answered = SampleResponse(headers: [
        ("Content-Type", "application/json; charset=utf-8"), ("Via", "a"), ("X-Empty", ""), ("via", "b"),
        ("X-Rate-Limit", "12"),
    ])

    @Test(arguments: [
        ConditionCase("name in any case", "[headers].CONTENT-type == pat(application/json*)", answered),
        ConditionCase(
            "value differs", "[HEADERS].content-type == text/html", answered, holds: false,
            shows: "[HEADERS].content-type (application/json; charset=utf-8) == text/html"),
        ConditionCase("several values", "[HEADERS].via == a, b", answered),
        ConditionCase("number", "[HEADERS].x-rate-limit > 10", answered),
        ConditionCase("there", "has([HEADERS].X-Empty) == true", answered),
        ConditionCase("not there", "has([HEADERS].x-cache) == false", answered),
        ConditionCase("length", "len([HEADERS].via) == 4", answered),
        ConditionCase("length of an empty one", "len([HEADERS].x-empty) == 0", answered),
        ConditionCase(
            "length of none", "len([HEADERS].x-cache) == 0", answered, holds: false,
            shows: "len([HEADERS].x-cache) (missing) == 0"),
        ConditionCase(
            "missing", "[HEADERS].x-cache == HIT", answered, holds: false,
            shows: "[HEADERS].x-cache (missing) == HIT"),
        ConditionCase("missing differs from everything", "[HEADERS].x-cache != MISS", answered),
        ConditionCase(
            "empty", "[HEADERS].x-empty == a", answered, holds: false, shows: "[HEADERS].x-empty (empty) == a"),
    ])
    func readsHeaders(_ example: ConditionCase) throws {
        try example.check()
    }

    private static let timed = SampleResponse(
        phases: PhaseTimings(
            dns: .microseconds(1500), connect: .milliseconds(12), ttfb: .milliseconds(80), transfer: .zero))

    @Test(arguments: [
        ConditionCase("dns", "[DNS] == 1.5", timed),
        ConditionCase("connect", "[CONNECT] < 13ms", timed),
        ConditionCase("tls that did not happen", "[TLS] < 100", timed, holds: false, shows: "[TLS] (none) < 100"),
        ConditionCase(
            "nothing differs from nothing", "[TLS] != 100", timed, holds: false, shows: "[TLS] (none) != 100"),
        ConditionCase("tls", "[TLS] > 1", SampleResponse(phases: PhaseTimings(tls: .milliseconds(2)))),
        ConditionCase("first byte", "[TTFB] < 50", timed, holds: false, shows: "[TTFB] (80) < 50"),
        ConditionCase("transfer", "[TRANSFER] == 0", timed),
        ConditionCase("two of them", "[DNS] < [CONNECT]", timed),
        ConditionCase("did it happen", "has([TLS]) == false", timed),
    ])
    func readsPhases(_ example: ConditionCase) throws {
        try example.check()
    }

    @Test(arguments: [
        ("[STATUS] == 200", false, false),
        ("[BODY] == x", true, false),
        ("x == [body].a", true, false),
        ("has([BODY].a) == true", true, false),
        ("[HEADERS].a == len([BODY])", true, true),
        ("[CERTIFICATE_EXPIRATION] > 1h", false, false),
    ])
    func saysWhatItReads(_ source: String, body: Bool, headers: Bool) throws {
        let condition = try Condition(parsing: source)
        #expect(condition.readsBody == body)
        #expect(condition.readsHeaders == headers)
    }

    @Test(
        arguments: [
            ("[CERTIFICATE_EXPIRATION] > 30", 30), ("30 < [CERTIFICATE_EXPIRATION]", 30),
            ("[CERTIFICATE_EXPIRATION] >= 2419200000", 2_419_200_000), ("[CERTIFICATE_EXPIRATION] > 1.5", 1.5),
            ("[CERTIFICATE_EXPIRATION] > 0", nil), ("[CERTIFICATE_EXPIRATION] > 48h", nil),
            ("[CERTIFICATE_EXPIRATION] > 30d", nil), ("[CERTIFICATE_EXPIRATION] > [RESPONSE_TIME]", nil),
            ("has([CERTIFICATE_EXPIRATION]) == true", nil), ("[RESPONSE_TIME] < 30", nil),
        ] as [(String, Double?)])
    func noticesAValidityWithoutAUnit(_ source: String, milliseconds: Double?) throws {
        #expect(try Condition(parsing: source).certificateMilliseconds == milliseconds)
    }
}
