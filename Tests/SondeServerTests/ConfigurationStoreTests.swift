import SondeCore
import Testing

@testable import SondeServer

@Suite("The store's settings")
struct ConfigurationStoreTests: ReadsConfigurations {
    private static let endpoints = "endpoints: [{name: a, url: \"https://a.example.com\"}]\n"

    private func store(_ settings: String, environment: [String: String] = [:]) throws -> StoreConfiguration {
        try configuration(Self.endpoints + "store: {\(settings)}", environment: environment).store
    }

    @Test("that nobody wrote")
    func usual() throws {
        let store = try configuration(Self.endpoints).store
        #expect(store.retention == Retention())
        #expect(store.retention.results == .seconds(30 * 86_400))
        #expect(store.retention.minuteRollups == .seconds(180 * 86_400))
        #expect(store.retention.hourRollups == .seconds(1825 * 86_400))
        #expect(store.maxSize == nil)
        let folder = ConfigurationFixtures.folder
        #expect(
            store.spool
                == SpoolConfiguration(
                    path: folder + "/sonde-spool.db", maxSize: 1_073_741_824, maxAge: .seconds(30 * 86_400)))
    }

    @Test("are read")
    func all() throws {
        let store = try store(
            """
            url: "postgres://u@db/x", retention: 7d, minute-retention: 14d, hour-retention: 365d, max-size: 5GB,
             spool: {path: /var/spool/sonde.db, max-size: 500MB, max-age: 12h}
            """)
        #expect(
            store.retention
                == Retention(
                    results: .seconds(7 * 86_400), minuteRollups: .seconds(14 * 86_400),
                    hourRollups: .seconds(365 * 86_400)))
        #expect(store.maxSize == 5_000_000_000)
        #expect(
            store.spool
                == SpoolConfiguration(path: "/var/spool/sonde.db", maxSize: 500_000_000, maxAge: .seconds(43_200)))
    }

    @Test(
        "roll-ups of which nothing is said are kept as long as what they are made of",
        arguments: [
            ("retention: 365d", 365, 1825), ("retention: 3000d", 3000, 3000), ("minute-retention: 2000d", 2000, 2000),
        ])
    func longer(_ settings: String, _ minutes: Int, _ hours: Int) throws {
        let retention = try store(settings).retention
        #expect(retention.minuteRollups == .seconds(minutes * 86_400))
        #expect(retention.hourRollups == .seconds(hours * 86_400))
    }

    @Test(
        "that cannot be",
        arguments: [
            (
                "minute-retention: 29d",
                "store.minute-retention: '29d' is shorter than the 30d of store.retention, which is not written; "
            ),
            (
                "hour-retention: 179d",
                "store.hour-retention: '179d' is shorter than the 180d of store.minute-retention, which is not written; "
            ),
            ("retention: 59m", "store.retention: '59m' is too short; the least is 1h."),
            ("max-size: 5gb", "store.max-size: '5gb' is not a size; write for example 500MB or 5GB."),
            ("max-size: 5000000000", "store.max-size: '5000000000' has no unit; write 5000000000B."),
            ("max-size: 99MB", "store.max-size: '99MB' is out of range; write 100MB to 1000TB."),
            ("spool: {max-size: 1KB}", "store.spool.max-size: '1KB' is out of range; write 1MB to 1TB."),
            ("spool: {max-age: 1s}", "store.spool.max-age: '1s' is too short; the least is 1m."),
            ("spool: {path: /}", "store.spool.path: '/' is not the name of a file; "),
            ("spool: {size: 1GB}", "unknown key 'size'; "),
            ("spool: x.db", "store.spool: this must be a mapping with keys such as 'path' and "),
        ])
    func refused(_ settings: String, _ sentence: String) {
        let message = complaint(Self.endpoints + "store: {url: \"postgres://u@db/x\", \(settings)}")
        #expect(message.hasPrefix("sonde.yaml:2:"), "\(message)")
        #expect(message.contains(sentence), "\(message)")
    }

    @Test("a spool beside the embedded store is noted")
    func needlessSpool() throws {
        let notes = try configuration(Self.endpoints + "store: {spool: {max-age: 1d}}").notes.map(\.description)
        #expect(
            notes == ["sonde.yaml:2: store.spool: only PostgreSQL has a spool; this has no effect."], "\(notes)")
        for environment in [["DB_HOST": "db"], [:]] {
            let url = environment.isEmpty ? "postgres://u@db/x" : "sqlite:x.db"
            let loaded = try configuration(
                Self.endpoints + "store: {url: \"\(url)\", spool: {max-age: 1d}}", environment: environment)
            #expect(loaded.notes.isEmpty)
            #expect(loaded.store.spool.maxAge == .seconds(86_400))
        }
    }
}
