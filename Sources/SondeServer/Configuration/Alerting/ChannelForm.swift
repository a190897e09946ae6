import SondeAlerting

/// Where the keys of a channel may stand, and which stand there.
enum ChannelForm: String, CaseIterable {
    /// Under `alerting.TYPE`, as in Gatus; it is named for its type.
    case single = ""
    /// An item of `alerting.channels`.
    case named
    /// An item of `overrides`: what differs for a group.
    case override

    /// The name of the mapping in docs/sonde.schema.json.
    func name(of type: any ChannelType.Type) -> String {
        ["channel", type.type, rawValue].filter { !$0.isEmpty }.joined(separator: "-")
    }

    /// In the order of the reference.
    func keys(of type: any ChannelType.Type) -> [String] {
        let common: [ChannelMappingKey] = [.template, .rateLimit, .defaultAlert, .overrides]
        let options = type.keys.flatMap(\.names)
        return switch self {
        case .single: options + common.map(\.rawValue)
        case .named: ["name", "type"] + options + common.map(\.rawValue)
        case .override: ["group"] + options
        }
    }
}

extension ChannelKey {
    /// Whether the value is never shown, and may stand in a file of its own.
    var isSecret: Bool { kind == .secret || kind == .secretURL }

    /// Itself, and how a file is named that holds it.
    var names: [String] { isSecret ? [name, name + "-file", name + "_file"] : [name] }
}
