import SondeCore

/// Why an incident of failures opened, told by its newest failure.
extension ProbeFailure {
    func reason(inARow count: Int) -> String {
        switch category {
        // It says how long the silence has been.
        case .noReport: message
        case .reported: count == 1 ? message : "\(count) times in a row it failed or was silent: \(message)"
        default: count == 1 ? "A probe failed: \(message)" : "\(count) probes in a row failed: \(message)"
        }
    }

    func reason(counted count: Int, of total: Int) -> String {
        switch category {
        case .noReport, .reported: "\(count) of the last \(total) reports failed or did not come: \(message)"
        default: "\(count) of the last \(total) probes failed: \(message)"
        }
    }
}
