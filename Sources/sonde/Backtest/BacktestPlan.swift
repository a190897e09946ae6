import SondeCore
import SondeServer

/// What a replay is made with.
struct BacktestPlan: Sendable {
    /// Nil without a configuration: every API has the usual settings.
    var configuration: SondeConfiguration?
    /// Another configuration to compare with.
    var comparison: SondeConfiguration?
    /// Instead of what the configurations say.
    var sensitivity: AnomalySettings.Sensitivity?
    /// Whether what is shown of each series is gathered.
    var isPlotted = false

    func settings(of name: String) -> AnomalySettings {
        var settings = configuration.map { Self.settings(of: name, $0) } ?? AnomalySettings()
        if let sensitivity { settings.sensitivity = sensitivity }
        return settings
    }

    /// The settings that the other configuration has for an API; nil without one.
    func comparedSettings(of name: String) -> AnomalySettings? {
        comparison.map { Self.settings(of: name, $0) }
    }

    /// All pages in the order in which they would have been sent, and what the channels of the configuration would have
    /// got: nil without any.
    func told(by series: [SeriesBacktest]) -> (pages: [ReplayedPage], messages: [ReplayedMessage]?) {
        var pages = series.flatMap(\.replay.pages).sorted { ($0.openedAt, $0.apiName) < ($1.openedAt, $1.apiName) }
        guard let configuration else { return (pages, nil) }
        let end = series.compactMap { $0.replay.span?.upperBound }.max() ?? SystemClock().now
        let messages = ReplayedMessages.messages(of: &pages, configuration, until: end)
        return (pages, configuration.alerting.channels.isEmpty ? nil : messages)
    }

    /// When incidents of an API open and close.
    func incidents(of name: String) -> ReplayedIncidents { Self.incidents(of: name, configuration) }

    func comparedIncidents(of name: String) -> ReplayedIncidents { Self.incidents(of: name, comparison) }

    private static func incidents(of name: String, _ configuration: SondeConfiguration?) -> ReplayedIncidents {
        configuration.flatMap { endpoint(name, $0) }.map(ReplayedIncidents.init) ?? ReplayedIncidents()
    }

    /// Which of these are in no configuration that was named, and what settings they have instead.
    func notes(on names: [String]) -> [String] {
        let named = [("--config", configuration), ("--compare", comparison)]
        return named.flatMap { option, configuration -> [String] in
            guard let configuration else { return [] }
            let unknown = names.filter { Self.endpoint($0, configuration) == nil }.map { TerminalText.safe($0) }
            guard let first = unknown.first else { return [] }
            let others = unknown.count > 1 ? " and \(unknown.count - 1) more are" : " is"
            let taken =
                configuration.defaultAnomaly == AnomalySettings() ? "usual settings" : "defaults of that file"
            return ["\(first)\(others) not among the endpoints of \(option): the \(taken) were taken."]
        }
    }

    private static func settings(of name: String, _ configuration: SondeConfiguration) -> AnomalySettings {
        endpoint(name, configuration)?.anomaly ?? configuration.defaultAnomaly
    }

    private static func endpoint(_ name: String, _ configuration: SondeConfiguration) -> Endpoint? {
        configuration.endpoints.first { $0.name == name }
    }
}
