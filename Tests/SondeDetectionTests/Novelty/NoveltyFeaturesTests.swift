import Foundation
import Testing

@testable import SondeDetection

@Suite struct NoveltyFeaturesTests {
    private let features = NoveltyFeatures(
        fromFew: 1, fromLast: 2, fromHour: 3, fromSeason: 4, fromNearestDay: 5, movement: 6, offset: 7)

    @Test func columnsAreLogarithmsInOrder() {
        let row = features.withRow { Array($0) }
        #expect(row == (1...7).map { Float(log1p(Double($0))) })
        #expect(row.count == NoveltyFeatures.count)
    }

    @Test func nothingAndVeryMuchAreFinite() {
        for distance in [0, 1e-300, 1e300] {
            let features = NoveltyFeatures(
                fromFew: distance, fromLast: distance, fromHour: distance, fromSeason: distance,
                fromNearestDay: distance, movement: distance, offset: distance)
            let row = features.withRow { Array($0) }
            #expect(row.allSatisfy { $0.isFinite && $0 >= 0 })
        }
    }
}
