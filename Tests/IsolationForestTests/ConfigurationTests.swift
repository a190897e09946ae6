import IsolationForest
import Testing

@Suite struct ConfigurationTests {
    typealias Configuration = IsolationForest.Configuration

    @Test(
        "Settings that no rows make right are found without rows",
        arguments: [
            (.init(trees: 0), .treesOutOfRange(0)),
            (.init(trees: 100_001), .treesOutOfRange(100_001)),
            (.init(contamination: .fraction(0.6)), .contaminationOutOfRange(0.6)),
            (.init(sampleSize: .fraction(0)), .sampleFractionOutOfRange(0)),
            (.init(maxFeatures: .fraction(2)), .maxFeaturesFractionOutOfRange(2)),
        ] as [(Configuration, IsolationForestError)])
    func fault(configuration: Configuration, error: IsolationForestError) {
        #expect(throws: error) { try configuration.validate() }
    }

    @Test("A share that is not a number is none")
    func notANumber() {
        for configuration in [
            Configuration(sampleSize: .fraction(.nan)), .init(contamination: .fraction(.nan)),
            .init(maxFeatures: .fraction(.nan)),
        ] {
            #expect(throws: IsolationForestError.self) { try configuration.validate() }
        }
    }

    @Test(
        "Settings that some rows make right pass",
        arguments: [
            Configuration(), .init(trees: 100_000, sampleSize: .count(9), contamination: .fraction(0.5)),
            .init(sampleSize: .fraction(1), maxFeatures: .count(70_000), extensionLevel: 9),
        ])
    func sound(configuration: Configuration) throws {
        try configuration.validate()
    }
}
