import SondeCore
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain ASCII stays", "status 200, ~100 %", "status 200, ~100 %"),
        ("letters of any script stay", "Grüße, 東京, שלום 🚀", "Grüße, 東京, שלום 🚀"),
        ("C0", "a\u{0}b\u{7}c\td\re\nf\u{1B}[2Jg", "a b c d e f [2Jg"),
        ("a carriage return and a line feed are two", "a\r\nb", "a  b"),
        ("DEL", "a\u{7F}b", "a b"),
        ("C1, of which U+009B begins a command as ESC [ does", "a\u{80}b\u{9B}2Jc\u{9F}d", "a b 2Jc d"),
        ("a no-break space is beside C1 and stays", "a\u{A0}b", "a\u{A0}b"),
        ("line and paragraph separators", "a\u{2028}b\u{2029}c", "a b c"),
        ("embeddings and overrides", "a\u{202A}b\u{202B}c\u{202C}d\u{202D}e\u{202E}f", "a b c d e f"),
        ("isolates", "a\u{2066}b\u{2067}c\u{2068}d\u{2069}e", "a b c d e"),
        ("what is beside them stays", "a\u{2027}b\u{202F}c\u{2065}d\u{206A}", "a\u{2027}b\u{202F}c\u{2065}d\u{206A}"),
        ("empty", "", ""),
    ])
    func isSafe(_ name: String, _ text: String, _ expected: String) {
        #expect(Array(TerminalText.safe(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: [
        ("one line", "one", "one"),
        (
            "more are indented", "The file is wrong.\nsonde.yaml:1:1: a\nsonde.yaml:2:1: b",
            "The file is wrong.\n  sonde.yaml:1:1: a\n  sonde.yaml:2:1: b"
        ),
        ("all else is taken out", "a\u{1B}[1m\r\nb\u{202E}c", "a [1m \n  b c"),
    ])
    func severalLines(_ name: String, _ text: String, _ expected: String) {
        #expect(Array(TerminalText.safeLines(text).unicodeScalars) == Array(expected.unicodeScalars))
    }
}
