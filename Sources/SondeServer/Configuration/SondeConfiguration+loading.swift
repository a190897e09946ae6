package import SondeCore
import Yams

extension SondeConfiguration {
    /// Reads a configuration file and the `.env` beside it. The environment wins over `.env`.
    ///
    /// - Parameter now: What tells whether a time is past, which is noted.
    package static func load(
        file: String, environment: [String: String], now: Timestamp = SystemClock().now
    ) throws(ConfigurationError) -> SondeConfiguration {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) }
        let baseDirectory = folder.map { $0.isEmpty ? "/" : $0 } ?? ""
        let environmentFile = try environmentFile(in: baseDirectory)
        let context = ConfigurationContext(
            fileName: file, baseDirectory: baseDirectory,
            variables: ConfigurationVariables(environment: environment, file: environmentFile), now: now)
        environmentFile?.problems.forEach(context.report)
        return try read(textOfConfiguration(file), in: context)
    }

    /// Reads a configuration from its text. Relative paths start from `baseDirectory`; no `.env` is read.
    package static func parse(
        _ yaml: String, fileName: String, environment: [String: String], baseDirectory: String,
        now: Timestamp = SystemClock().now
    ) throws(ConfigurationError) -> SondeConfiguration {
        let variables = ConfigurationVariables(environment: environment)
        return try read(
            yaml,
            in: ConfigurationContext(
                fileName: fileName, baseDirectory: baseDirectory, variables: variables, now: now))
    }

    private static func read(
        _ yaml: String, in context: ConfigurationContext
    ) throws(ConfigurationError) -> SondeConfiguration {
        context.source = yaml
        var configuration: SondeConfiguration?
        do {
            let document = try ConfigurationDocument(yaml)
            configuration = document.withRoot { context.configuration($0) }
        } catch {
            context.report(error.sentence, at: error.position)
        }
        guard let configuration, context.problems.isEmpty else { throw ConfigurationError(context.problems) }
        return configuration
    }
}

extension ConfigurationContext {
    /// The whole configuration; nil, reported, when there is nothing that could be one.
    fileprivate func configuration(_ root: Node?) -> SondeConfiguration? {
        guard let root, !root.isNull else {
            report("the configuration is empty; write endpoints: with - name: and url: below it.", at: nil)
            return nil
        }
        guard let reader = MappingReader<RootKey>(root, path: "", in: self, isHolder: isHolder) else { return nil }
        let defaults = reader.node(.defaults).map { EndpointDefaults($0, in: self) } ?? EndpointDefaults()
        var endpoints = reader.endpoints(defaults)
        let (store, web) = (reader.store(), reader.web())
        let alerting = reader.alerting(&endpoints, web: web)
        let most = 100_000
        let concurrency = reader.integer(.concurrency, in: 0...most) ?? 256
        let location = reader.name(.location) ?? "local"
        return SondeConfiguration(
            endpoints: endpoints.map(\.endpoint), defaultAnomaly: defaults.anomaly, store: store, web: web,
            // Zero is Gatus' way to write that there is no limit.
            concurrency: concurrency == 0 ? most : concurrency, location: location, alerting: alerting, notes: notes)
    }

    /// Whether a top-level entry is there for others to merge: Gatus' users give it an anchor, Compose's begin it
    /// with `x-`.
    private func isHolder(_ entry: MappingEntry) -> Bool {
        entry.value.anchor != nil || entry.name.hasPrefix("x-")
    }
}

extension MappingReader<RootKey> {
    fileprivate func endpoints(_ defaults: EndpointDefaults) -> [ConfiguredEndpoint] {
        let items = list(.endpoints, instead: "begin each endpoint with - name: NAME") ?? []
        let external = list(.externalEndpoints, instead: "begin each endpoint with - name: NAME") ?? []
        if items.isEmpty, external.isEmpty, !has(.endpoints) || node(.endpoints)?.sequence != nil {
            context.report(
                "there are no endpoints; write endpoints: with - name: and url: below it.", at: position(.endpoints))
        }
        var endpoints: [ConfiguredEndpoint] = []
        endpoints.reserveCapacity(items.count)
        for item in items {
            if context.isOverwhelmed { return endpoints }
            if let endpoint = ConfiguredEndpoint(item, defaults: defaults, in: context) { endpoints.append(endpoint) }
        }
        for item in external {
            if context.isOverwhelmed { return endpoints }
            if let endpoint = ConfiguredEndpoint(external: item, defaults: defaults, in: context) {
                endpoints.append(endpoint)
            }
        }
        context.nameUniquely(&endpoints)
        context.resolveDependencies(&endpoints)
        context.reportSharedTokens(endpoints)
        return endpoints
    }
}

/// Larger files are not configurations, and reading one would only use up the memory.
private let largestFile = 64 << 20

private func textOfConfiguration(_ file: String) throws(ConfigurationError) -> String {
    do {
        return try textOfFile(file, limit: largestFile)
    } catch {
        let sentence =
            error == .missing
            ? "there is no such file; create it as docs/configuration.md shows, or name another."
            : "this file " + error.reason
        throw ConfigurationError([ConfigurationProblem(file: file, sentence: sentence)])
    }
}

private func environmentFile(in folder: String) throws(ConfigurationError) -> EnvironmentFile? {
    let path = joinedPath(folder, ".env")
    do {
        return EnvironmentFile(try textOfFile(path, limit: 1 << 20), name: path)
    } catch .missing {
        return nil
    } catch {
        throw ConfigurationError([ConfigurationProblem(file: path, sentence: "this file " + error.reason)])
    }
}
