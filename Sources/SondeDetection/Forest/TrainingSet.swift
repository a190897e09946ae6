package import SondeCore

/// What a forest is trained on: a row-major matrix with `FeatureVector.count` columns.
package struct TrainingSet: Sendable {
    package var rows: [Float]
    package var contamination: Double
    package var time: Timestamp

    /// Trains; the seed depends on the endpoint's name alone, so that a repetition gives the same forest.
    package func train(for endpoint: String) throws -> DetectionModel {
        try DetectionModel(training: rows, contamination: contamination, seed: StableHash.of(endpoint), at: time)
    }
}
