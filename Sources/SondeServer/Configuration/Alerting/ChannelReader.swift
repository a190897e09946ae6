import SondeAlerting
import SondeCore
import Yams

/// A channel as configured, with what belongs to it alone.
struct ConfiguredChannel {
    var configuration: ChannelConfiguration
    let type: any ChannelType.Type
    /// Where its name or its mapping stands.
    let position: Position
    /// What alerts that name it have unless they say otherwise.
    var defaultAlert: AlertDraft?
    /// Which channel stands in its place for the endpoints of a group.
    var groups: [String: String] = [:]
    var origin: Origin

    /// Where it comes from.
    enum Origin {
        /// `alerting.TYPE`: the one that an alert of this type means.
        case single
        /// An item of `alerting.channels`.
        case named
        /// Another channel with some options of its own.
        case derived
    }
}

/// Reads one channel and those that stand in its place for a group.
struct ChannelReader {
    let context: ConfigurationContext
    let type: any ChannelType.Type
    let form: ChannelForm
    let path: String
    /// What the environment fills in, by key, with the variable.
    var fallback: [String: (value: ChannelOptions.Value, variable: String)] = [:]

    /// The channel, followed by those of its overrides; empty, reported, when it cannot be used.
    func channels(_ node: Node, named name: String, at position: Position) -> [ConfiguredChannel] {
        let others: [ChannelMappingKey] = [.template, .rateLimit, .defaultAlert, .overrides]
        let named: [ChannelMappingKey] = form == .named ? [.name, .type] : []
        let known = context.problems.count
        guard
            let options = ChannelOptionsReader(node, of: type, path: path, others: others + named, in: context)
        else { return [] }
        let values = options.values.merging(fallback.filter { options.place(of: $0.key) == nil }.mapValues(\.value)) {
            written, _ in written
        }
        reportMissing(options, position: node.position)
        if context.problems.count == known { check(values, options) }
        var channel = ConfiguredChannel(
            configuration: ChannelConfiguration(name: name, type: type.type, options: ChannelOptions(values)),
            type: type, position: position, origin: form == .single ? .single : .named)
        channel.configuration.template = template(options.reader)
        channel.configuration.messagesPerMinute = options.reader.integer(.rateLimit, in: 1...10_000)
        if let node = options.reader.node(.defaultAlert) {
            channel.defaultAlert = AlertDraft(default: node, path: path + ".default-alert", in: context)
        }
        let overrides = overrides(of: &channel, options.reader, isFine: context.problems.count == known)
        return [channel] + overrides
    }

    /// Required keys that neither the file nor the environment has.
    private func reportMissing(_ options: ChannelOptionsReader, position: Position) {
        for key in type.keys where key.isRequired && !options.has(key) && fallback[key.name] == nil {
            let file = key.isSecret ? ", or '\(key.name)-file' with a file's path" : ""
            context.report("\(path): '\(key.name)' is missing; add it\(file).", at: position)
        }
    }

    /// What the channel itself finds wrong with its options.
    private func check(_ values: [String: ChannelOptions.Value], _ options: ChannelOptionsReader) {
        do throws(ChannelFault) {
            _ = try type.init(ChannelOptions(values))
        } catch {
            if let key = error.key, options.place(of: key) == nil, let origin = fallback[key] {
                context.report(context.variables.problem(origin.variable, error.hiding(origin.value, origin.variable)))
            } else {
                let place = error.key.flatMap(options.place) ?? options.reader.position
                let sentence = error.key.map { options.reader.hidingVariables(error.sentence, $0) } ?? error.sentence
                let subject = ([options.reader.path] + [error.key].compactMap(\.self)).joined(separator: ".")
                context.report("\(subject): \(sentence)", at: place)
            }
        }
    }

    private func template(_ reader: MappingReader<ChannelMappingKey>) -> MessageTemplate? {
        guard let node = reader.node(.template),
            let texts = MappingReader<TemplateKey>(node, path: reader.path(.template), in: context)
        else { return nil }
        return texts.template()
    }

    private func overrides(
        of channel: inout ConfiguredChannel, _ reader: MappingReader<ChannelMappingKey>, isFine: Bool
    ) -> [ConfiguredChannel] {
        var overrides: [ConfiguredChannel] = []
        for item in reader.list(.overrides, instead: "begin each override with - group: GROUP") ?? [] {
            // What is wrong with the channel itself is not said again of each override.
            let known = isFine ? context.problems.count : -1
            guard
                let own = ChannelOptionsReader(
                    item, of: type, path: reader.path(.overrides), others: [.group], in: context),
                let group = group(of: own, at: item.position)
            else { continue }
            var derived = channel
            derived.configuration = self.derived(from: channel.configuration, own, since: known)
            derived.configuration.name = "\(channel.configuration.name) (group \(group))"
            derived.origin = .derived
            derived.groups = [:]
            if channel.groups.updateValue(derived.configuration.name, forKey: group) == nil {
                overrides.append(derived)
            } else {
                let sentence = "there is already an override for this group; leave one of them out."
                own.reader.report(.group, sentence, at: own.reader.position(.group))
            }
        }
        return overrides
    }

    /// The group that an override is for; reported when it names none.
    private func group(of override: ChannelOptionsReader, at position: Position) -> String? {
        if !override.reader.has(.group) { override.reader.report("'group' is missing; add it.", at: position) }
        guard let group = override.reader.name(.group), let text = override.reader.text(.group) else { return nil }
        context.groups.append(ConfiguredGroup(path: override.reader.path(.group), name: text))
        return group
    }

    /// The channel with other options in place of its own; reported when they do not fit together.
    ///
    /// - Parameter known: How many problems there were before the other options were read.
    func derived(
        from channel: ChannelConfiguration, _ own: ChannelOptionsReader, since known: Int
    ) -> ChannelConfiguration {
        var derived = channel
        derived.options.values.merge(own.values) { _, own in own }
        // What the channel itself lacks is reported already.
        let isWhole = type.keys.allSatisfy { !$0.isRequired || derived.options.values[$0.name] != nil }
        if isWhole, context.problems.count == known { check(derived.options.values, own) }
        return derived
    }
}

extension ChannelFault {
    /// The sentence with the variable's name in place of what it holds.
    func hiding(_ value: ChannelOptions.Value, _ variable: String) -> String {
        let texts: [String] =
            switch value {
            case .text(let text): [text]
            case .texts(let texts): texts
            default: []
            }
        return texts.reduce(sentence) { redacted($0, of: $1, behind: "${\(variable)}") }
    }
}

extension MappingReader<ChannelMappingKey> {
    /// A sentence about a key with the text of the file in place of what variables filled in.
    fileprivate func hidingVariables(_ sentence: String, _ key: String) -> String {
        guard let node = node(ChannelMappingKey(rawValue: key)) else { return sentence }
        let scalars = (node.sequence.map { Array($0) } ?? [node]).filter { $0.scalar != nil }
        let texts = scalars.compactMap { context.text($0, path: path) }.filter(\.isFilledIn)
        return texts.reduce(sentence) { redacted($0, of: $1.value, behind: $1.raw) }
    }
}

/// A sentence without what a variable holds, in whichever form it may be shown there.
private func redacted(_ sentence: String, of value: String, behind raw: String) -> String {
    let words = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return [value, TerminalText.safe(value), TerminalText.safe(value.trimmingBlanks), words].filter { !$0.isEmpty }
        .reduce(sentence) { $0.replacing($1, with: raw) }
}
