/// What a command line says, by the rules of the configuration.
package enum CommandText {
    /// The sentence that says why a text is no URL to probe; nil when it is one.
    package static func fault(ofURL text: String) -> String? {
        do {
            let url = try TargetURL(text)
            return ["http", "https"].contains(url.scheme) ? nil : "Sonde probes http and https only."
        } catch {
            return error.sentence
        }
    }
}
