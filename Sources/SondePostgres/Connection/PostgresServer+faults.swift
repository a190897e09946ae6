import CPostgres
import SondeCore

/// What the server's refusals mean in words.
extension PostgresServer {
    /// Why no connection could be opened. What was told before a password was asked for is worth trying again.
    func refusal(_ words: String) -> StoreError {
        let place = "PostgreSQL at \(description)"
        switch words {
        case _ where words.contains("password authentication failed"):
            return .unusable("\(place) refuses the password; correct DB_USER and DB_PASS, or store.url.")
        case _ where words.contains("database \"") && words.hasSuffix("does not exist"):
            return .unusable("\(place): there is no such database; create it, or correct DB_NAME or store.url.")
        case _ where words.contains("role \"") && words.hasSuffix("does not exist"):
            return .unusable("\(place): there is no such user; create it, or correct DB_USER or store.url.")
        case _ where Self.wordsOfTLS.contains { words.contains($0) }:
            return .unusable("\(place): \(words); correct sslmode or sslrootcert in store.url, or the certificate.")
        case _ where words.contains("no pg_hba.conf entry"):
            return .unusable("\(place) does not let this machine in: \(words).")
        default:
            return .unavailable("\(place) cannot be reached: \(words); Sonde keeps trying.")
        }
    }

    /// What libpq says where the server is not the one that was asked for, or has no TLS.
    private static let wordsOfTLS = [
        "certificate verify failed", "does not match host name", "root certificate file", "server does not support SSL",
        "invalid sslmode value",
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
        case "25": return .unavailable("\(place) may only be read just now: \(words); Sonde keeps trying.")
        case "42" where state == "42501":
            return .unusable("\(place) does not let Sonde do that: \(words); grant it to the user.")
        default: return .unavailable("\(place) reports: \(words) (\(state)).")
        }
    }
}
