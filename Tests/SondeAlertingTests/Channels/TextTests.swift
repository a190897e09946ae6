import SondeCore
import Testing

@testable import SondeAlerting

/// Texts cut to fit, and secrets cut out of them.
@Suite struct TextTests {
    @Test(
        "A text is cut where what is written would be too long",
        arguments: [
            ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("a&b", 7, "a&amp;b"), ("a&b", 6, "a…"), ("", 0, ""),
            ("🚨🚨", 4, "🚨🚨"), ("🚨🚨", 3, "🚨…"), ("👩‍👩‍👧‍👦x", 5, "…"), ("&", 4, "…"),
        ])
    func fitting(text: String, limit: Int, expected: String) {
        #expect(text.fitted(to: limit, escaping: ["&": "&amp;"]) == expected)
    }

    @Test("Names fill one sheet after another, and those left are counted")
    func sheets() {
        let sheets = NameSheets(["aa", "bb", "cc", "dddddddd", "e", "f"], limits: [6, 5, 4])
        #expect(sheets.texts == ["aa, bb", "cc", "ddd…"])
        #expect(sheets.left == 2)
        #expect(sheets.remark == "and 2 more")
        #expect(NameSheets(["a", "b"], limits: [10, 10]).texts == ["a, b"])
        #expect(NameSheets(["a", "b"], limits: [10]).remark == nil)
        #expect(NameSheets([], limits: [10]).texts.isEmpty)
    }

    @Test(
        "Of a secret nothing is left, nor of the parts of an address that are keys",
        arguments: [
            ("token xoxb-1234 is bad", "token *** is bad"),
            ("no T00000001/B00000002 here", "no ***/*** here"),
            ("https://hooks.example.com/services/T00000001/B00000002/abcdefghijklmnop?x=1", "***"),
            ("services hooks example com", "services hooks example com"),
            ("abc", "abc"),
        ])
    func redaction(text: String, expected: String) {
        let redaction = Redaction([
            Secret("https://hooks.example.com/services/T00000001/B00000002/abcdefghijklmnop?x=1"), Secret("xoxb-1234"),
            Secret("xoxb"), Secret("abc"), Secret(""),
        ])
        #expect(redaction.clean(text) == expected)
    }

    @Test(
        "Dates of HTTP",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"),
            ("Tue, 01 Sep 2026 00:00:00 GMT", "2026-09-01T00:00:00.000Z"), ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 25:49:37 GMT", nil), ("Sun, 06 Nux 1994 08:49:37 GMT", nil), ("soon", nil),
        ])
    func dates(text: String, expected: String?) {
        #expect(HTTPDate.parse(text)?.rfc3339 == expected)
    }

    @Test(
        "A link is what a URI may be",
        arguments: [
            ("https://[::1]:8080/a b?c=[d]#é", "https://[::1]:8080/a%20b?c=%5Bd%5D#%C3%A9"),
            ("https://a.example/b%20c?d=e&f", "https://a.example/b%20c?d=e&f"), ("no link", "no%20link"),
        ])
    func links(text: String, expected: String) {
        #expect(text.uriText == expected)
    }
}
