package import SondeCore

extension PostgresStore {
    package func series(
        for endpoint: String, in range: Range<Timestamp>, step: Duration
    ) async throws -> [SeriesPoint] {
        let step = max(1, step.microseconds)
        return try await read { connection in
            var steps: [Int64: Rollup] = [:]
            try connection.eachPiece(
                of: endpoint, in: range, step: step,
                rollup: { steps[$0 / step * step, default: Rollup()].add($1) },
                result: { steps[$0 / step * step, default: Rollup()].add($1) })
            return steps.sorted { $0.key < $1.key }.map { SeriesPoint($1, at: Timestamp(microseconds: $0)) }
        }
    }

    package func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup {
        try await read { connection in
            var summary = Rollup()
            try connection.eachPiece(
                of: endpoint, in: range, step: RollupStep.hour.microseconds, rollup: { summary.add($1) },
                result: { summary.add($1) })
            return summary
        }
    }
}
