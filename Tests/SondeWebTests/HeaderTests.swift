import SondeCore
import Testing

@Suite struct HeaderTests {
    @Test(arguments: [
        "/", "/endpoints/a", "/incidents", "/alerts", "/incidents/none", "/api/v1/endpoints", "/api/v1/silences",
        "/api/v1/push/secret", "/healthz", "/assets/base.css", "/nowhere",
        "/api/v1/nothing",
    ])
    func everyAnswerIsGuarded(path: String) async throws {
        try await serving(FakeBoard([Samples.status("a")])) { client in
            let headers = try await client.get(path).headers
            let policy = try #require(headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(headers["x-content-type-options"] == "nosniff")
            #expect(headers["referrer-policy"] == "no-referrer")
            #expect(headers["x-frame-options"] == "DENY")
        }
    }

    @Test(arguments: ["/", "/endpoints/a", "/incidents", "/alerts", "/incidents/\(Samples.incident("a").id)"])
    func pagesLoadOnlyWhatIsHere(path: String) async throws {
        let store = FakeStore(incidents: [Samples.incident("a")])
        try await serving(FakeBoard([Samples.status("a")]), store) { client in
            let page = try await client.get(path).body
            let loaded = page.matches(of: /(?:src|<link[^>]* href)="([^"]*)"/).map { String($0.output.1) }
            #expect(!loaded.isEmpty)
            for address in loaded {
                #expect(address.hasPrefix("/assets/"))
                let asset = try await client.get(address)
                #expect(asset.status == 200)
                #expect(asset.headers["cache-control"] == "public, max-age=31536000, immutable")
            }
            #expect(!page.contains(" style=") && !page.contains("onclick"))
        }
    }

    @Test func anAssetThatIsKnownIsNotSentAgain() async throws {
        try await serving(FakeBoard()) { client in
            let asset = try await client.get("/assets/live.js")
            #expect(asset.headers["content-type"] == "text/javascript; charset=utf-8")
            #expect(asset.headers["cache-control"] == "no-cache")
            let tag = try #require(asset.headers["etag"])
            let again = try await client.get("/assets/live.js", headers: ["If-None-Match": tag])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
            #expect(try await client.get("/assets/..%2FWebServer.swift").status == 404)
        }
    }
}
