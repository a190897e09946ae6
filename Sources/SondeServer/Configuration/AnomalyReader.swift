import SondeCore
import Yams

extension MappingReader {
    /// The anomaly settings, laid key by key over others.
    func anomaly(_ key: Key, over defaults: AnomalySettings) -> AnomalySettings {
        guard let node = node(key),
            let reader = MappingReader<AnomalyKey>(node, path: path(key), in: context)
        else { return defaults }
        return reader.settings(over: defaults)
    }
}

extension MappingReader<AnomalyKey> {
    fileprivate func settings(over defaults: AnomalySettings) -> AnomalySettings {
        var settings = defaults
        if let contamination = number(.contamination, in: 0.001...0.5) { settings.contamination = contamination }
        if let window = duration(.window, in: .seconds(3_600) ... .seconds(30 * 86_400)) { settings.window = window }
        if let sensitivity = choice(
            .sensitivity, ["low": AnomalySettings.Sensitivity.low, "medium": .medium, "high": .high])
        {
            settings.sensitivity = sensitivity
        }
        if let mode = choice(.mode, ["page": AnomalySettings.Mode.page, "observe": .observe]) { settings.mode = mode }
        settings.thresholds = thresholds(over: defaults.thresholds)
        return settings
    }

    private func thresholds(over defaults: SeverityThresholds) -> SeverityThresholds {
        guard let node = node(.severity),
            let reader = MappingReader<SeverityKey>(node, path: path(.severity), in: context)
        else { return defaults }
        let thresholds = SeverityThresholds(
            medium: reader.number(.medium, in: -1...1) ?? defaults.medium,
            high: reader.number(.high, in: -1...1) ?? defaults.high,
            critical: reader.number(.critical, in: -1...1) ?? defaults.critical)
        // A lower score is stranger, so that each grade begins below the one before it.
        guard thresholds.medium > thresholds.high, thresholds.high > thresholds.critical else {
            let values = [thresholds.medium, thresholds.high, thresholds.critical].map(shortestText).joined(
                separator: ", ")
            report(
                .severity, "medium, high and critical are \(values); each must be lower than the one before it.",
                at: node.position)
            return defaults
        }
        return thresholds
    }
}
