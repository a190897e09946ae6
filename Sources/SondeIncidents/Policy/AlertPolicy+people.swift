package import SondeCore

/// What people do: acknowledge and silence.
extension AlertPolicy {
    /// Somebody is at it: no reminders, no escalation and no digest from then on. That its severity rose is told all
    /// the same, and so is the opening to those whose hours begin. Of an incident of many endpoints all members are
    /// acknowledged; those that join later are told as ever.
    ///
    /// - Returns: Nil if no incident of this id is open.
    package mutating func acknowledge(_ id: String, by author: String, at now: Timestamp) -> PolicyChanges? {
        guard stories[id] != nil else { return nil }
        return step(at: now) { policy, ledger in
            let acknowledgement = Incident.Acknowledgement(at: now, by: author)
            for incident in policy.withMembers(id) {
                guard policy.stories[incident]?.incident.acknowledgement == nil else { continue }
                policy.stories[incident]?.incident.acknowledgement = acknowledgement
                ledger.change(incident)
                ledger.step(.acknowledged, of: incident, "Somebody is at it.", by: author.isEmpty ? nil : author)
                for channel in policy.stories[incident]?.digests.keys.sorted() ?? [] {
                    policy.dropDigest(incident, channel: channel, &ledger)
                }
                for channel in policy.stories[incident]?.tellings.keys.sorted() ?? [] {
                    policy.takeBackRepetitions(incident, channel, &ledger)
                }
            }
        }
    }

    /// Takes an acknowledgement back: reminders go on, and escalation begins anew. Returns as `acknowledge`.
    package mutating func unacknowledge(_ id: String, by author: String, at now: Timestamp) -> PolicyChanges? {
        guard stories[id] != nil else { return nil }
        return step(at: now) { policy, ledger in
            for incident in policy.withMembers(id) {
                guard policy.stories[incident]?.incident.acknowledgement != nil else { continue }
                policy.stories[incident]?.incident.acknowledgement = nil
                policy.stories[incident]?.wokenAt = now
                ledger.change(incident)
                ledger.step(
                    .unacknowledged, of: incident, "Nobody is at it any more.", by: author.isEmpty ? nil : author)
                policy.review(incident, &ledger)
            }
        }
    }

    private func withMembers(_ id: String) -> [String] {
        [id] + (stories[id]?.crowd?.openInOrder ?? [])
    }

    // MARK: Silences

    /// Adds a silence or maintenance window of a person; one of the same id is replaced.
    package mutating func add(_ silence: Silence, at now: Timestamp) -> PolicyChanges {
        step(at: now) { policy, ledger in
            policy.silenceBook.add(silence, policy.roster, at: now)
            ledger.silences.append(silence)
            policy.reviewAll(&ledger)
        }
    }

    /// Ends a silence before its time.
    ///
    /// - Parameter author: Who ended it.
    /// - Returns: Nil if there is none of this id that holds now or later, or if it stands in the configuration.
    package mutating func endSilence(_ id: String, by author: String, at now: Timestamp) -> PolicyChanges? {
        guard var silence = silenceBook.added.first(where: { $0.id == id }) else { return nil }
        silence.endedAt = now
        return step(at: now) { policy, ledger in
            policy.silenceBook.remove(id)
            ledger.silences.append(silence)
            policy.reviewAll(&ledger)
        }
    }

    /// Silences and maintenance windows that hold at a time or later, those of the configuration first.
    package func silences(at now: Timestamp) -> [Silence] {
        silenceBook.silences.filter { $0.holds(at: now) || $0.nextChange(after: now) != nil }
    }

    /// Whether a maintenance window is open for an endpoint: its probes then open nothing and teach nothing. False for
    /// an endpoint that is not there.
    package func isInMaintenance(_ endpoint: String, at now: Timestamp) -> Bool {
        guard !silenceBook.isEmpty, let number = roster.number(of: endpoint) else { return false }
        return silenceBook.isInMaintenance(number, at: now)
    }
}
