import SondeCore

extension ConfigurationContext {
    /// Whether this machine knows a time zone of this name.
    func isTimeZone(_ name: String) -> Bool {
        if let known = timeZones[name] { return known }
        let isKnown = TimeZoneName.isKnown(name)
        timeZones[name] = isKnown
        return isKnown
    }
}
