/// How long each phase took over several probes, and in how many of them it happened.
package struct PhaseSums: Sendable, Hashable {
    package struct Sum: Sendable, Hashable {
        package var total: Duration = .zero
        package var count = 0

        package init(total: Duration = .zero, count: Int = 0) {
            self.total = total
            self.count = count
        }

        var mean: Duration? { count == 0 ? nil : total / count }

        fileprivate mutating func add(_ time: Duration?) {
            guard let time else { return }
            total += time
            count += 1
        }

        fileprivate mutating func add(_ other: Sum) {
            total += other.total
            count += other.count
        }
    }

    package var dns = Sum()
    package var connect = Sum()
    package var tls = Sum()
    package var ttfb = Sum()
    package var transfer = Sum()

    package init() {}

    /// The mean of each phase over the probes in which it happened.
    package var means: PhaseTimings {
        PhaseTimings(dns: dns.mean, connect: connect.mean, tls: tls.mean, ttfb: ttfb.mean, transfer: transfer.mean)
    }

    mutating func add(_ timings: PhaseTimings) {
        dns.add(timings.dns)
        connect.add(timings.connect)
        tls.add(timings.tls)
        ttfb.add(timings.ttfb)
        transfer.add(timings.transfer)
    }

    mutating func add(_ other: PhaseSums) {
        dns.add(other.dns)
        connect.add(other.connect)
        tls.add(other.tls)
        ttfb.add(other.ttfb)
        transfer.add(other.transfer)
    }
}
