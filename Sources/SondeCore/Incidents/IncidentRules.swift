/// When an incident of one endpoint opens and when it is over.
package struct IncidentRules: Sendable, Hashable {
    /// Failed probes in a row that open an incident.
    package var failureThreshold: Int
    /// Also opens one: so many failures among the last so many probes; nil to count those in a row only.
    package var condition: Condition?
    /// Good probes in a row that close it.
    package var successThreshold: Int
    /// When short incidents follow each other; nil to call nothing flapping.
    package var flapping: Flapping?

    package init(
        failureThreshold: Int = 3, condition: Condition? = nil, successThreshold: Int = 5,
        flapping: Flapping? = Flapping()
    ) {
        self.failureThreshold = failureThreshold
        self.condition = condition
        self.successThreshold = successThreshold
        self.flapping = flapping
    }

    /// `failures` of the last `total` probes; 1 to `total`, which is at most 64.
    package struct Condition: Sendable, Hashable {
        package var failures: Int
        package var total: Int

        package init(failures: Int, total: Int) {
            self.failures = failures
            self.total = total
        }
    }

    /// So many incidents within a time: the last of them is flapping, and is over only after a longer quiet.
    package struct Flapping: Sendable, Hashable {
        /// 2 to 16.
        package var incidents: Int
        package var window: Duration
        /// How long all probes must be good for a flapping incident to be over.
        package var calm: Duration

        package init(
            incidents: Int = 3, window: Duration = .seconds(3600), calm: Duration = .seconds(900)
        ) {
            self.incidents = incidents
            self.window = window
            self.calm = calm
        }
    }
}
