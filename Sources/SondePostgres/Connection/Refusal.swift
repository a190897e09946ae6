import CPostgres

/// Why a connection could not be opened.
struct Refusal: Error {
    /// Five letters and digits of the server; empty where it did not answer, or libpq refused it.
    let state: String
    /// One line. Those of the server are in its language, those of libpq in English: Sonde sets no locale.
    let words: String

    init(state: String = "", words: String) {
        self.state = state
        self.words = words
    }

    /// Reads libpq's message of a connection whose errors are verbose: `… FATAL:  28P01: password authentication failed …`,
    /// where the word before the state is in the server's language.
    init(_ connection: OpaquePointer) {
        let whole = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        if let match = whole.firstMatch(of: /:  ([0-9A-Z]{5}): ([^\n]*)/) {
            self.init(state: String(match.1), words: String(match.2))
        } else {
            self.init(words: PostgresServer.message(connection))
        }
    }
}
