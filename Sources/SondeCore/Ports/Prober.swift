/// Sends one probe and reports what it measured.
package protocol Prober: Sendable {
    /// Probes `endpoint` once. Whatever the target does, timeouts and refused connections included, is a result.
    ///
    /// - Parameter due: When the scheduler wanted the probe to begin; the result's `scheduleLag` is counted from it.
    ///   Nil for a probe out of turn.
    func probe(_ endpoint: Endpoint, due: Timestamp?) async -> ProbeResult
}
