import SondeAlerting
import SondeCore
import Yams

/// The channels that there are, by name and by type, and those that alerts make of them.
final class ChannelDirectory {
    private let context: ConfigurationContext
    /// In the order of the file; those made for alerts at the end.
    private(set) var channels: [ConfiguredChannel] = []
    private var indices: [String: Int] = [:]
    private var used: Set<String> = []
    /// What was made of a `provider-override`, by the channel that it was laid over and the place where it stands.
    private var derivedByPlace: [DerivedPlace: String?] = [:]
    /// By the options, under the name of the channel that they were laid over.
    private var derivedByOptions: [ChannelConfiguration: String] = [:]

    private struct DerivedPlace: Hashable {
        var channel: String
        var position: Position
    }

    init(_ channels: [ConfiguredChannel], in context: ConfigurationContext) {
        self.context = context
        for channel in channels { add(channel) }
    }

    private func add(_ channel: ConfiguredChannel) {
        let name = channel.configuration.name
        if let first = indices[name] {
            context.report(
                "alerting.channels.name: the channel in line \(channels[first].position.line) has this name too; rename one of them.",
                at: channel.position)
            return
        }
        indices[name] = channels.count
        channels.append(channel)
    }

    /// The channels that nothing tells anything, in the order of the file.
    var unused: [ConfiguredChannel] { channels.filter { !used.contains($0.configuration.name) } }

    /// The channel of a name; reported when there is none.
    func channel(named text: ConfigurationText, path: String) -> ConfiguredChannel? {
        if let index = indices[text.value] { return channels[index] }
        let advice = whatThereIs(instead: text.value)
        context.report("\(path): there is no channel \(text.shown); \(advice)", at: text.position)
        return nil
    }

    private func whatThereIs(instead name: String) -> String {
        let names = channels.filter { $0.origin != .derived }.map(\.configuration.name)
        if names.isEmpty { return "configure one under alerting." }
        if let near = nearestName(to: name, in: names) { return "did you mean '\(near)'?" }
        let rest = names.count > 10 ? " and \(names.count - 10) more" : ""
        return "the channels are \(names.prefix(10).joined(separator: ", "))\(rest)."
    }

    /// The channel that an alert of a type means; reported when there is none or more than one.
    func channel(ofType text: ConfigurationText, path: String) -> ConfiguredChannel? {
        if let index = indices[text.value], channels[index].origin == .single { return channels[index] }
        let all = channels.filter { $0.type.type == text.value && $0.origin != .derived }
        if all.count == 1 { return all[0] }
        // A list of Gatus' loads without what it has under alerting, as it does there; each start says what is missing.
        if let remark = remark(onType: text, all) {
            context.note("\(path): \(remark)", at: text.position)
        } else {
            context.report("\(path): \(fault(ofType: text, all))", at: text.position)
        }
        return nil
    }

    /// What a person should know of a type of Gatus' that nothing is configured for; nil where it is a mistake.
    private func remark(onType text: ConfigurationText, _ all: [ConfiguredChannel]) -> String? {
        guard all.isEmpty else { return nil }
        if let refusal = AlertingKey.refusals[text.value] { return refusal }
        guard let type = channelTypes.first(where: { $0.type == text.value }) else { return nil }
        let needed =
            type.keys.contains(where: \.isRequired) ? type.keys.filter(\.isRequired) : Array(type.keys.prefix(1))
        let required = needed.map { "\($0.name): ..." }.joined(separator: ", ")
        let variables =
            type.type == "email"
            ? ", or set ALERT_EMAIL_FROM, ALERT_EMAIL_PASSWORD and ALERT_EMAIL_TO in .env" : ""
        return "no channel of type \(type.type) is configured, so that this alert tells nobody; write "
            + "alerting: {\(type.type): {\(required)}}\(variables)."
    }

    private func fault(ofType text: ConfigurationText, _ all: [ConfiguredChannel]) -> String {
        guard let type = channelTypes.first(where: { $0.type == text.value }) else {
            return Self.fault(ofUnknownType: text)
        }
        let names = all.map(\.configuration.name).joined(separator: ", ")
        return "several channels are of type \(type.type); write channel: with one of \(names)."
    }

    /// What is wrong with a type that there is not.
    static func fault(ofUnknownType text: ConfigurationText) -> String {
        if let refusal = AlertingKey.refusals[text.value] { return refusal }
        let types = channelTypes.map { $0.type }
        let near = text.isFilledIn ? nil : nearestName(to: text.value, in: types)
        let advice = near.map { "did you mean '\($0)'?" } ?? "the types are \(types.joined(separator: ", "))."
        return "\(text.shown) is no type of channel; \(advice)"
    }

    /// The name of the channel that takes a message for endpoints of a group.
    func name(of channel: ConfiguredChannel, forGroup group: String?) -> String {
        used.insert(channel.configuration.name)
        let name = group.flatMap { channel.groups[$0] } ?? channel.configuration.name
        used.insert(name)
        return name
    }

    /// The name of a channel with some options of its own; nil, reported, when they are of no use.
    ///
    /// - Parameter purpose: What it is for, as the name of an endpoint.
    func name(of base: String, overriddenBy node: Node, for purpose: String, path: String) -> String? {
        let place = DerivedPlace(channel: base, position: node.position)
        if let known = derivedByPlace[place] { return known }
        let name = derive(from: base, node, purpose, path)
        derivedByPlace[place] = .some(name)
        return name
    }

    private func derive(from base: String, _ node: Node, _ purpose: String, _ path: String) -> String? {
        guard let index = indices[base] else { return nil }
        let known = context.problems.count
        let reader = ChannelReader(context: context, type: channels[index].type, form: .override, path: path)
        guard let own = ChannelOptionsReader(node, of: reader.type, path: path, others: [], in: context) else {
            return nil
        }
        let options = reader.derived(from: channels[index].configuration, own, since: known)
        // What two alerts say alike is one channel.
        if options == channels[index].configuration { return base }
        if let same = derivedByOptions[options] { return same }
        var derived = channels[index]
        derived.origin = .derived
        derived.configuration = options
        derived.configuration.name = freeName("\(base) (\(purpose))")
        derivedByOptions[options] = derived.configuration.name
        add(derived)
        used.insert(derived.configuration.name)
        return derived.configuration.name
    }

    private func freeName(_ name: String) -> String {
        var (free, number) = (name, 1)
        while indices[free] != nil {
            number += 1
            free = "\(name) \(number)"
        }
        return free
    }
}
