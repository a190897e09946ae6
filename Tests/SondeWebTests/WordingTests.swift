import SondeCore
import Testing

@testable import SondeWeb

@Suite struct WordingTests {
    @Test(arguments: [
        (ProbeCounts(), "–"), (ProbeCounts(total: 10), "100 %"), (ProbeCounts(total: 100_000, failures: 1), "99.99 %"),
        (ProbeCounts(total: 3, failures: 3), "0.00 %"), (ProbeCounts(total: 200, failures: 1), "99.50 %"),
    ])
    func uptimeIsNeverRoundedUp(counts: ProbeCounts, text: String) {
        #expect(Wording.uptime(counts) == text)
    }

    @Test(arguments: [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (48_210, "48.2 kB"), (4_812_004, "4.8 MB")])
    func sizes(bytes: Int, text: String) {
        #expect(Wording.size(bytes) == text)
    }

    @Test(arguments: [(0.0, "0.00"), (-0.134, "-0.13"), (-0.05, "-0.05"), (1.5, "1.50")])
    func scores(score: Double, text: String) {
        #expect(Wording.score(score) == text)
    }

    @Test func sparklinesBreakWhereNoResponseCame() {
        let sparkline = Sparkline([100, 100, nil, 100])
        #expect(sparkline.line == "M113.9 14L115.9 14M120 14")
        #expect(sparkline.ticks == "M118 22V28")
        #expect(Sparkline([]).line.isEmpty)
        #expect(Sparkline([5]).line == "M120 14h0")
    }

    @Test(arguments: [
        ("", "any", true), ("ORD", "my orders", true), ("ordersx", "orders", false), ("É", "café", true),
        ("caf", "CAFÉ", true), ("☕", "menu ☕", true), ("z", "", false),
    ])
    func filtering(wanted: String, text: String, isFound: Bool) {
        #expect(TextFilter(wanted).matches(text) == isFound)
    }

    @Test func escapingSeesThroughCombiningAccents() {
        #expect(HTMLEscaping().escapeText("\"\u{301}<\u{301}") == "&quot;\u{301}&lt;\u{301}")
        #expect(HTMLEscaping().escapeText("plain ☕️") == "plain ☕️")
    }

    @Test func jsonNumbersAndTextsAreExact() throws {
        let bytes = JSONWriter.document {
            $0.member("a", 0.1 + 0.2, decimals: 3)
            $0.member("b", -12.5, decimals: 3)
            $0.member("c", .nan, decimals: 3)
            $0.member("d", "\u{0}\n\"\\\u{2028}")
            $0.member("e", Timestamp(microseconds: -1))
            $0.member("f", 1e20, decimals: 3)
            $0.member("g", [String]())
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text == #"{"a":0.3,"b":-12.5,"c":null,"d":"\u0000\n\"\\"# + "\u{2028}"
                + #"","e":"1969-12-31T23:59:59.999Z","f":1e+20,"g":[]}"#)
    }
}
