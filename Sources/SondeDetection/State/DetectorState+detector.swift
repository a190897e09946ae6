package import SondeCore

/// The bytes begin with the number of their form and with whom they are about; a Sonde that knows another form, another
/// target or another interval learns anew, from the stored results.
extension DetectorState {
    /// To be raised whenever what is remembered changes.
    private static let form: UInt16 = 4

    /// - Parameter time: Of the newest probe that was learned from.
    package init(_ detector: AnomalyDetector, of endpoint: Endpoint, at time: Timestamp) {
        var coder = StateCoder()
        var head = Head(endpoint)
        var detector = detector
        head.exchange(&coder)
        detector.exchange(&coder)
        self.init(savedAt: time, bytes: coder.bytes)
    }

    /// The detector as it was; nil where it is of another form, target or interval, or damaged.
    ///
    /// - Parameter fresh: A detector of the endpoint that nothing is known of.
    package func restored(_ fresh: AnomalyDetector, of endpoint: Endpoint) -> AnomalyDetector? {
        var coder = StateCoder(reading: bytes)
        var head = Head(endpoint)
        head.exchange(&coder)
        guard !coder.isBroken, head == Head(endpoint) else { return nil }
        var detector = fresh
        detector.exchange(&coder)
        return coder.isComplete ? detector : nil
    }

    /// Whether it was saved when the endpoint was another target; whatever else is known of that says nothing of this one.
    package func isOfOtherTarget(than endpoint: Endpoint) -> Bool {
        var coder = StateCoder(reading: bytes)
        var head = Head(endpoint)
        head.exchange(&coder)
        return !coder.isBroken && head.target != Head(endpoint).target
    }

    private struct Head: Equatable {
        var form = DetectorState.form
        var target: UInt64
        var interval: Int64

        init(_ endpoint: Endpoint) {
            target = StableHash.of("\(endpoint.method) \(endpoint.url)")
            interval = endpoint.interval.microseconds
        }

        mutating func exchange(_ coder: inout StateCoder) {
            coder.exchange(&form)
            coder.exchange(&target)
            coder.exchange(&interval)
        }
    }
}
