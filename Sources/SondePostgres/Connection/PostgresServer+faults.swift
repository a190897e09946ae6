import CPostgres
import SondeCore

/// What the server's refusals mean in words.
extension PostgresServer {
    /// Why no connection could be opened. What was told before a password was asked for is worth trying again.
    func refusal(_ refusal: Refusal) -> StoreError {
        let place = "PostgreSQL at \(description)"
        let words = refusal.words
        switch (refusal.state.prefix(2), refusal.state) {
        case (_, ""): return refusalOfLibpq(words)
        case (_, "28P01"):
            return .unusable("\(place) refuses the password; correct DB_USER and DB_PASS, or store.url.")
        case ("3D", _):
            return .unusable("\(place): there is no such database; create it, or correct DB_NAME or store.url.")
        case ("28", _) where words.contains("role \"") && words.hasSuffix("does not exist"):
            return .unusable("\(place): there is no such user; create it, or correct DB_USER or store.url.")
        case ("28", _): return .unusable("\(place) does not let this machine in: \(words).")
        case (_, "42501"): return .unusable("\(place) does not let Sonde do that: \(words); grant it to the user.")
        // A setting in the URL's options that the server does not know or take.
        case ("0A", _), ("22", _), ("42", _): return .unusable("\(place): \(words); correct store.url.")
        default: return unreachable(words)
        }
    }

    private func unreachable(_ words: String) -> StoreError {
        .unavailable("PostgreSQL at \(description) cannot be reached: \(words); Sonde keeps trying.")
    }

    /// Without a word of the server.
    private func refusalOfLibpq(_ words: String) -> StoreError {
        let place = "PostgreSQL at \(description)"
        if Self.wordsOfTLS.contains(where: { words.contains($0) }) {
            return .unusable("\(place): \(words); correct sslmode or sslrootcert in store.url, or the certificate.")
        }
        if words.contains("no password supplied") {
            return .unusable("\(place) asks for a password; set DB_PASS, or write it in store.url.")
        }
        if words.hasPrefix("invalid ") {
            return .unusable("\(place): \(words); correct store.url.")
        }
        return unreachable(words)
    }

    /// What libpq says where the server is not the one that was asked for, or has no TLS.
    private static let wordsOfTLS = [
        "certificate verify failed", "does not match host name", "root certificate file", "server does not support SSL",
    ]

    /// The connection broke off.
    func lost(_ words: String) -> StoreError {
        let cause = words.isEmpty ? "" : ": \(words)"
        return .unavailable("The connection to PostgreSQL at \(description) was lost\(cause); Sonde keeps trying.")
    }

    /// What a failed statement says. Neither the statement nor its parameters are told.
    func fault(of rows: PostgresRows) -> StoreError {
        let (state, words) = rows.fault
        let place = "PostgreSQL at \(description)"
        switch state.prefix(2) {
        case "", "08": return lost(words)
        // 57014 is a statement that was cancelled or took too long; the others end the connection.
        case "57" where state != "57014": return lost(words)
        case "53":
            let advice = state == "53100" ? "free some space on its disk" : "give it more of that"
            return .unavailable("\(place) has run out of something: \(words); \(advice). Sonde keeps trying.")
        case "57", "55", "40": return .unavailable("\(place) did not get to it: \(words); Sonde keeps trying.")
        case "25" where state == "25P03": return lost(words)
        case "25" where state == "25006":
            return .unavailable("\(place) may only be read just now: \(words); Sonde keeps trying.")
        // The plan of a prepared statement is out of date: prepared anew, it works.
        case "0A" where !rows.foundOldPlan:
            return .unusable("\(place) cannot do that: \(words); see the documentation.")
        case "42" where state == "42501":
            return .unusable("\(place) does not let Sonde do that: \(words); grant it to the user.")
        default: return .unavailable("\(place) reports: \(words) (\(state)).")
        }
    }
}
