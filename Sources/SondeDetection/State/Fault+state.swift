import SondeCore

extension Fault: Remembering {
    /// No fault has more reasons.
    private static let reasonLimit: UInt8 = 8

    mutating func exchange(_ coder: inout StateCoder) {
        var kindText = kind.rawValue
        var severityText = severity.description
        var phaseText = phase?.rawValue ?? ""
        var count = UInt8(clamping: reasons.count)
        coder.exchange(&kindText)
        coder.exchange(&phaseText)
        coder.exchange(&severityText)
        coder.exchange(&began)
        coder.exchange(&count)
        guard let kind = Kind(rawValue: kindText), let severity = Severity(name: severityText),
            count <= Self.reasonLimit
        else { return coder.refuse() }
        phase = PhaseTimings.Phase(rawValue: phaseText)
        (self.kind, self.severity) = (kind, severity)
        var reasons = Array(self.reasons.prefix(Int(count)))
        while reasons.count < count { reasons.append("") }
        for index in reasons.indices { coder.exchange(&reasons[index]) }
        self.reasons = reasons
    }
}
