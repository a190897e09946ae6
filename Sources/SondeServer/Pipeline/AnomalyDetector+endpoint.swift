package import SondeCore
package import SondeDetection

extension AnomalyDetector {
    /// The detector of an endpoint that nothing is known of; its forest's seed comes from the name, so that a repetition
    /// gives the same verdicts.
    package init(_ endpoint: Endpoint) {
        self.init(settings: endpoint.anomaly, interval: endpoint.interval, seed: StableHash.of(endpoint.name))
    }
}
