import Foundation

/// Batches as the Sonde before alerts wrote them into its spool, byte by byte: those of `SpoolSamples`, of the first form.
enum OldSpoolBytes {
    /// A result, an anomaly, an open and an excused incident, a state, and one that was removed.
    static let full = bytes(
        "AQH/AAZvcmRlcnOAif3Xl+ajBgEFZnJhLTHCQ4KJD+4HAhF1bmV4cGVjdGVkX3N0YXR1cwMUU3RhdHVzIDUwMyDigJMg"
            + "Im5vIi66F6ScAca4AvaUC+gHAQAAAQHC7m1fYzk33Zq/vwEAAAAAAAAEQAECAgQEc2xvdwURYW5kICJvZGQiIDxiPjsg"
            + "c28CBgNhLTEABwdhbm9tYWx5A/+bnDkACCZ0aW1lIHRvIGZpcnN0IGJ5dGUgNC4xIHRpbWVzIGl0cyB1c3VhbAIEAQkE"
            + "dHRmYgAAAAAAAOg/AAAAAAAA+D8MCghmYWlsdXJlcwCamZmZmZm5PwAAAAAAAAhAAAALA2EtMgwIaW52b2ljZXMHAwAB"
            + "gPbgQggCBAEJAAAAAAAA6D8AAAAAAAD4PwwKAJqZmZmZmbk/AAAAAAAACEAAAYDaxAkCDAAAAQQCAQYUylpo")

    /// Three results.
    static let measurements = bytes(
        "AQP/AAZvcmRlcnOAif3Xl+ajBgEFZnJhLTHCQ4KJD+4HAhF1bmV4cGVjdGVkX3N0YXR1cwMUU3RhdHVzIDUwMyDigJMg"
            + "Im5vIi66F6ScAca4AvaUC+gH/wCAiXoBwkOCiQ/uBwIDuheknAHGuAL2lAvoB/8AgIl6AcJDgokP7gcCA7oXpJwBxrgC"
            + "9pQL6AcAAABKxpiy")

    /// The open incident.
    static let incident = bytes(
        "AQAAAQADYS0xAQZvcmRlcnMCB2Fub21hbHkDgO3gnpfmowYAAyZ0aW1lIHRvIGZpcnN0IGJ5dGUgNC4xIHRpbWVzIGl0"
            + "cyB1c3VhbAIEBHNsb3cBBQR0dGZiAAAAAAAA6D8AAAAAAAD4PwwGCGZhaWx1cmVzAJqZmZmZmbk/AAAAAAAACEAAAACQ"
            + "1Fv8")

    /// The excused one.
    static let excused = bytes(
        "AQAAAQADYS0yAQhpbnZvaWNlcwIHYW5vbWFseQOA7eCel+ajBgGA9uBCAyZ0aW1lIHRvIGZpcnN0IGJ5dGUgNC4xIHRp"
            + "bWVzIGl0cyB1c3VhbAIEBHNsb3cBBQR0dGZiAAAAAAAA6D8AAAAAAAD4PwwGCGZhaWx1cmVzAJqZmZmZmbk/AAAAAAAA"
            + "CEAAAYDaxAkAr4T/4A==")

    /// The state.
    static let state = bytes(
        "AQAAAAEABm9yZGVycwEEAgEBA2EtMbQA0G0=")

    private static func bytes(_ base64: String) -> Data { Data(base64Encoded: base64) ?? Data() }
}
