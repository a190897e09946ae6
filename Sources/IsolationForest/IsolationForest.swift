/// An isolation forest (Liu, Ting and Zhou, "Isolation Forest", ICDM 2008), with the meaning of scikit-learn's.
///
/// ```swift
/// var forest = IsolationForest(.init(contamination: .fraction(0.1), seed: 7))
/// try forest.fit(FeatureMatrix(values, columns: 7))
/// let decision = try forest.decision(of: row)  // below 0 is anomalous, lower is stranger
/// ```
///
/// A forest is a value: it may be copied, kept and asked from any thread.
public struct IsolationForest: Sendable {
    /// How the forest is grown.
    public let configuration: Configuration
    /// What fitting made; nil before that.
    var model: Model?

    /// What the columns of the rows it was fitted on are called, in their order (`feature_names_in_`); nil where that
    /// was not said. Rows to score are not checked against it: a matrix has no names.
    public internal(set) var featureNames: [String]?

    /// A forest that is yet to be fitted. Settings are checked then, because some depend on the number of rows;
    /// `Configuration.validate` checks the others before.
    public init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// Whether `fit` has succeeded.
    public var isFitted: Bool { model != nil }

    /// The number of features of a row; nil before the forest is fitted.
    public var columns: Int? { model?.columns }

    /// The number of rows that each tree was grown from (`max_samples_`); nil before the forest is fitted.
    public var sampleSize: Int? { model?.sampleSize }

    /// Whether any tree tells rows apart.
    ///
    /// Without a split every row scores -0.5 and none is an anomaly. That comes of a sample of one row and of columns
    /// that are constant; it is false before the forest is fitted.
    public var hasSplits: Bool { model?.hasSplits ?? false }

    /// What `decisionFunction` subtracts from a score (`offset_`); nil before the forest is fitted.
    public var offset: Double? { model?.offset }

    /// The bytes that this forest occupies. An ordinary one takes 6 for each of the 2^h slots of a tree of height h, 156
    /// KB for 100 trees of 256 rows; one more each with more than 256 columns and with more than 256 kinds of leaves. An
    /// extended one takes 6 for each feature of a plane, too. Names of features come on top.
    public var memoryFootprint: Int {
        MemoryLayout<Self>.size + (model?.memoryFootprint ?? 0) + (featureNames?.memoryFootprint ?? 0)
    }
}
