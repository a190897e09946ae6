import SondeCore
import Testing

@testable import SondeServer

@Suite("URLs, the store and the page's address")
struct ConfigurationURLTests: ReadsConfigurations {
    @Test(
        "are taken as they are",
        arguments: [
            "http://a", "https://a.example.com", "HTTPS://A.example.com/", "http://127.0.0.1:8080/x?y=z#f",
            "http://[::1]/", "http://[fe80::1%25eth0]:80/", "https://bücher.example/käse", "https://例え.jp/",
            "http://a_b.example.com./", "https://a.example.com?x=http://b/", "https://a.example.com/%20/@:8",
        ])
    func accepted(_ text: String) throws {
        #expect(try TargetURL(text).text == text)
    }

    @Test(
        "that cannot be used",
        arguments: [
            ("", "the URL is empty"), ("a.example.com", "the URL has no scheme"),
            ("localhost:8080/x", "the URL has no scheme"),
            ("//a.example.com", "the URL has no scheme"), ("http:/a", "the URL has no scheme"),
            ("1http://a", "the URL has no scheme"),
            ("http://", "the URL has no host"), ("http:///x", "the URL has no host"),
            ("http://:80/", "the URL has no host"),
            ("http://a b/", "the URL has a space"), ("http://a/\u{3000}", "the URL has a space"),
            ("http://a/\n", "the URL has a space"),
            ("http://a..b/", "the host of the URL is not"), ("http://.a/", "the host of the URL is not"),
            ("http://a$b/", "the host of the URL is not"), ("http://[::1/", "the URL has a '['"),
            ("http://[abc]/", "what stands in brackets"), ("http://[::1]x/", "what stands in brackets"),
            ("http://a:0/", "the port of the URL"), ("http://a:65536/", "the port of the URL"),
            ("http://a:+80/", "the port of the URL"),
            ("http://a/%", "the URL has a '%'"), ("http://a/%2", "the URL has a '%'"),
            ("http://a/%zz", "the URL has a '%'"),
            ("http://u%z:p@a/", "the URL has a '%'"),
        ])
    func refused(_ text: String, _ beginning: String) throws {
        let fault = try #require(throws: URLFault.self) { try TargetURL(text) }
        #expect(fault.sentence.hasPrefix(beginning), "\(fault.sentence)")
    }

    @Test("a user in the URL becomes basic authentication, before that of defaults")
    func user() throws {
        let yaml = """
            defaults: {client: {bearer: {token: abc}}}
            endpoints: [{name: a, url: "http://u@a.example.com"}, {name: b, url: "http://b.example.com"}]
            """
        let endpoints = try configuration(yaml).endpoints
        #expect(endpoints[0].client.authentication == .basic(username: "u", password: Secret("")))
        #expect(endpoints[1].client.authentication == .bearer(Secret("abc")))
    }

    @Test(
        "the store's file",
        arguments: [
            ("sqlite:x.db", "FOLDER/x.db"), ("sqlite:data/x.db", "FOLDER/data/x.db"), ("sqlite:/var/x.db", "/var/x.db"),
            ("sqlite:///var/x.db", "/var/x.db"), ("sqlite://x.db", "FOLDER/x.db"), ("sqlite:a b?.db", "FOLDER/a b?.db"),
        ])
    func store(_ url: String, _ path: String) throws {
        let yaml = "endpoints: [{name: a, url: \"https://a.example.com\"}]\nstore: {url: \"\(url)\", retention: 90d}"
        let store = try configuration(yaml).store
        #expect(store.kind == .sqlite(path: path.replacing("FOLDER", with: ConfigurationFixtures.folder)))
        #expect(store.retention.results == .seconds(90 * 86_400))
    }

    @Test("stores that are none", arguments: ["sqlite:", "sqlite::memory:", "mysql://db/x", "x.db", "postgres://db"])
    func noStore(_ url: String) {
        let yaml = "endpoints: [{name: a, url: \"https://a.example.com\"}]\nstore: {url: \"\(url)\"}"
        #expect(complaint(yaml).hasPrefix("sonde.yaml:2:14: store.url: "))
    }

    @Test("without a word the store is sonde.db beside the file, and the page is on this machine only")
    func usual() throws {
        let loaded = try configuration("endpoints: [{name: a, url: \"https://a.example.com\"}]")
        #expect(loaded.store.kind == .sqlite(path: ConfigurationFixtures.folder + "/sonde.db"))
        #expect(loaded.web == WebConfiguration(enabled: true, host: "127.0.0.1", port: 8080))
        #expect((loaded.concurrency, loaded.location, loaded.notes.count) == (256, "local", 0))
    }

    @Test(
        "the page's address",
        arguments: [
            ("127.0.0.1:9000", "127.0.0.1", 9000), ("9000", "127.0.0.1", 9000), (":9000", "127.0.0.1", 9000),
            ("[::1]:9000", "::1", 9000), ("[::1]", "::1", 8080), ("localhost", "localhost", 8080),
            ("0.0.0.0:80", "0.0.0.0", 80), ("127.0.0.1:0", "127.0.0.1", 0),
        ])
    func listen(_ listen: String, _ host: String, _ port: Int) throws {
        let yaml = "endpoints: [{name: a, url: \"https://a.example.com\"}]\nweb: {listen: \"\(listen)\"}"
        let loaded = try configuration(yaml)
        #expect(loaded.web == WebConfiguration(enabled: true, host: host, port: port))
        #expect(loaded.notes.isEmpty == loaded.web.isLoopback)
        #expect(loaded.web.isLoopback == (host != "0.0.0.0"))
    }

    @Test(
        "addresses that are none",
        arguments: ["a:b", "::1", "[::1", "[x]:80", "127.0.0.1:65536", "127.0.0.1:-1", "a b:80", "127.0.0.1:"])
    func noListen(_ listen: String) {
        let yaml = "endpoints: [{name: a, url: \"https://a.example.com\"}]\nweb: {listen: \"\(listen)\"}"
        #expect(complaint(yaml).hasPrefix("sonde.yaml:2:15: web.listen: "))
    }

    @Test("the page can be switched off")
    func off() throws {
        let yaml =
            "endpoints: [{name: a, url: \"https://a.example.com\"}]\nweb: {listen: \"0.0.0.0:80\", enabled: false}"
        let loaded = try configuration(yaml)
        #expect(!loaded.web.enabled)
        #expect(loaded.notes.isEmpty)
    }
}
