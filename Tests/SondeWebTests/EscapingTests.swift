import SondeCore
import Testing

@testable import SondeWeb

@Suite struct EscapingTests {
    static let names = [
        "\"><script>alert(1)</script>", "' onmouseover='alert(1)", "a/b?c=d&e#f%2F", "☕️ café 👩‍👩‍👧", "{{name}}",
        "\\ \u{7} tab\tend",
        "quote\"\u{301}<\u{301}b>", "..a",
    ]

    @Test(arguments: names)
    func namesSurviveJSONAndPaths(name: String) async throws {
        try await serving(FakeBoard([Samples.status("other"), Samples.status(name)])) { client in
            let listed = try await client.json("/api/v1/endpoints")["endpoints"][1]["name"].text
            #expect(listed.map { Array($0.unicodeScalars) } == Array(name.unicodeScalars))
            let one = try await client.json("/api/v1/endpoints/\(PercentCoding.encode(name))")
            #expect(one["name"].text == name)
            let results = try await client.json("/api/v1/endpoints/\(PercentCoding.encode(name))/results")
            #expect(results["api_name"].text == name)
        }
    }

    @Test(arguments: names)
    func pagesShowNamesAsText(name: String) async throws {
        let last = Samples.result(name, failure: ProbeFailure(.other, "Found \(name)."))
        let incident = Samples.incident(name, reason: "Because of \(name)")
        let status = Samples.status(name, group: name, state: .down, incident: incident, last: last)
        let store = FakeStore(
            results: [last], anomalies: [Samples.anomaly(name, reason: name)], incidents: [incident])
        let board = FakeBoard([status])
        board.set(troubles: ["Trouble with \(name)"])
        try await serving(board, store) { client in
            let href = "/endpoints/\(PercentCoding.encode(name))"
            for path in [
                "/", href, "/incidents", "/?q=\(PercentCoding.encode(name))", "/?q=x\(PercentCoding.encode(name))",
            ] {
                let page = try await client.get(path)
                #expect(page.status == 200)
                #expect(page.body.utf8.contains(HTMLEscaping().escapeText(name).utf8))
                #expect(isHarmless(page.body, name))
            }
            #expect(try await client.get("/").body.contains("href=\"\(href)\""))
            #expect(try await isHarmless(client.get("/endpoints/nobody\(PercentCoding.encode(name))").body, name))
        }
    }

    /// Whether the name stands nowhere as it is written, unless writing it changes nothing.
    private func isHarmless(_ page: String, _ name: String) -> Bool {
        let bare = Array(name.utf8)
        return HTMLEscaping().escapeText(name) == name || !page.utf8.contains(bare)
    }
}
