import SondeAlerting
import SondeCore
import Yams

extension MappingReader<RootKey> {
    /// Who is told, and how: fills in the alerts of the endpoints, too.
    func alerting(_ endpoints: inout [ConfiguredEndpoint], web: WebConfiguration) -> AlertingConfiguration {
        let variables = AlertingVariables(in: context)
        let reader = node(.alerting).flatMap {
            MappingReader<AlertingKey>($0, path: path(.alerting), in: context)
        }
        let directory = ChannelDirectory(context.channels(reader, variables), in: context)
        // Without a channel, what is missing is told already.
        let isEmailTold =
            variables.email["to"] != nil && directory.channels.contains { $0.configuration.name == "email" }
        var making = AlertRuleMaking(
            context: context, directory: directory, routes: context.routes(reader, isEmailTold: isEmailTold))
        for index in endpoints.indices {
            if context.isOverwhelmed { break }
            making.complete(&endpoints[index])
        }
        let hasPageURL = reader?.has(.pageURL) ?? false
        let alerting = AlertingConfiguration(
            channels: directory.channels.map(\.configuration),
            settings: settings(reader, variables, directory, endpoints), heartbeat: reader?.heartbeat(),
            pageURL: hasPageURL ? reader?.pageURL() : web.pageURL)
        if context.problems.isEmpty {
            var unfit = UnfitPatterns(endpoints, in: context)
            context.noteUntold(making, directory, unfit.note(), pageURL: alerting.pageURL, hasPageURL)
        }
        return alerting
    }

    /// What holds for all alerts; the environment wins.
    private func settings(
        _ reader: MappingReader<AlertingKey>?, _ variables: AlertingVariables, _ directory: ChannelDirectory,
        _ endpoints: [ConfiguredEndpoint]
    ) -> AlertSettings {
        var settings = reader?.settings() ?? AlertSettings()
        if let interval = variables.digestInterval { settings.digestInterval = interval }
        if let cooldown = variables.cooldown { settings.cooldown = cooldown }
        settings.references = references(endpoints)
        settings.silences = silences(of: endpoints)
        settings.combiningChannels = Set(
            directory.channels.filter { $0.type.combines }.map(\.configuration.name))
        return settings
    }
}

extension ConfigurationContext {
    /// The channels of the file, and `email` where variables make it.
    fileprivate func channels(
        _ reader: MappingReader<AlertingKey>?, _ variables: AlertingVariables
    ) -> [ConfiguredChannel] {
        var channels: [ConfiguredChannel] = []
        let single = channelTypes.compactMap { type in reader?.node(.type(type)).map { (type: type, node: $0) } }
        for (type, node) in single.sorted(by: { $0.node.position < $1.node.position }) {
            let reading = ChannelReader(
                context: self, type: type, form: .single, path: "alerting.\(type.type)",
                fallback: type.type == "email" ? variables.email : [:])
            channels += reading.channels(node, named: type.type, at: node.position)
        }
        let items = reader?.list(.channels, instead: "begin each channel with - name: NAME") ?? []
        channels += items.flatMap { namedChannels($0, variables) }
        let hasEmail = reader?.node(.email) != nil || channels.contains { $0.configuration.name == "email" }
        if !hasEmail, !variables.email.isEmpty {
            let known = problems.count
            variables.reportMissing(in: self)
            if problems.count == known { channels += emailOfVariables(variables) }
        }
        return channels
    }

    /// An item of `alerting.channels`.
    private func namedChannels(_ node: Node, _ variables: AlertingVariables) -> [ConfiguredChannel] {
        let path = "alerting.channels"
        guard case .mapping(let mapping) = node else {
            report("\(path): a channel is a mapping; write - {name: NAME, type: TYPE, ...}.", at: node.position)
            return []
        }
        let entries = entries(of: mapping, path: path)
        func text(_ key: String) -> ConfigurationText? {
            guard let entry = entries.first(where: { $0.name == key }), !entry.value.isNull else {
                report("\(path): this channel has no \(key); add \(key): \(key.uppercased()).", at: node.position)
                return nil
            }
            return self.text(entry.value, path: "\(path).\(key)")
        }
        guard let name = text("name"), let written = text("type") else { return [] }
        guard !name.value.hasControlCharacter, !name.value.allSatisfy({ $0 == " " }) else {
            report("\(path).name: the name is empty or holds a line break; write one line.", at: name.position)
            return []
        }
        guard let type = channelTypes.first(where: { $0.type == written.value }) else {
            report("\(path).type: \(ChannelDirectory.fault(ofUnknownType: written))", at: written.position)
            return []
        }
        let isEmail = type.type == "email" && name.value == "email"
        let reading = ChannelReader(
            context: self, type: type, form: .named, path: path, fallback: isEmail ? variables.email : [:])
        return reading.channels(node, named: name.value, at: name.position)
    }

    /// The channel that variables alone make.
    private func emailOfVariables(_ variables: AlertingVariables) -> [ConfiguredChannel] {
        guard let type = channelTypes.first(where: { $0.type == "email" }) else { return [] }
        let options = ChannelOptions(variables.email.mapValues(\.value))
        do throws(ChannelFault) {
            _ = try type.init(options)
        } catch {
            let variable = error.key.flatMap { variables.email[$0]?.variable } ?? "ALERT_EMAIL_FROM"
            let sentence = variables.email.values.reduce(error.sentence) { sentence, origin in
                ChannelFault(error.key, sentence).hiding(origin.value, origin.variable)
            }
            report(self.variables.problem(variable, sentence))
        }
        let configuration = ChannelConfiguration(name: "email", type: "email", options: options)
        return [
            ConfiguredChannel(
                configuration: configuration, type: type, position: Position(line: 1, column: 1), origin: .single)
        ]
    }

    /// The routes of the file; without any, `ALERT_EMAIL_TO` is told of everything that nobody else is told of.
    fileprivate func routes(
        _ reader: MappingReader<AlertingKey>?, isEmailTold: Bool
    ) -> [AlertRoute] {
        guard let reader, reader.has(.routes) else { return isEmailTold ? [AlertRoute(to: "email")] : [] }
        let items = reader.list(.routes, instead: "begin each route with - to: [CHANNEL]") ?? []
        return items.compactMap { AlertRoute($0, path: reader.path(.routes), in: self) }
    }

    /// What is there for nothing, and who is not told.
    ///
    /// - Parameter noted: Where what fits no endpoint stands.
    fileprivate func noteUntold(
        _ making: AlertRuleMaking, _ directory: ChannelDirectory, _ noted: Set<Position>, pageURL: String?,
        _ hasPageURL: Bool
    ) {
        for channel in directory.unused where channel.origin != .derived {
            let name = quoted(channel.configuration.name)
            note("alerting: nothing is told to the channel \(name).", at: channel.position)
        }
        for route in making.routes where !route.hasFitted && !noted.contains(route.position) {
            note("\(route.path): no endpoint without alerts of its own fits this route.", at: route.position)
        }
        guard !directory.channels.isEmpty else { return }
        if making.untold.count > 0 {
            let others = making.untold.count > 1 ? " and \(making.untold.count - 1) more" : ""
            note(
                "alerting: nobody is told of \(quoted(making.untold.first))\(others): there are no alerts and no route fits.",
                at: nil)
        }
        if pageURL == nil, !hasPageURL {
            note("alerting: messages hold no links; write page-url: https://HOST.", at: nil)
        }
    }
}
