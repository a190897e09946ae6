/// Who is written down for a change where whoever asks for it does not say who that is.
enum Asker: String {
    case program = "somebody through the API"
    case page = "somebody on the pages"
}

extension Fields {
    /// The longest name of a person.
    private static let longestName = 100

    /// Who asks, as the field `by` says.
    func author(_ asker: Asker) throws -> String {
        try line("by", longest: Self.longestName) ?? asker.rawValue
    }
}
