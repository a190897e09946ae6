import SondeCore
import Yams

extension MappingReader {
    /// An address of http or https that may be shown, and so holds no user and no password.
    func address(_ key: Key) -> String? {
        guard let text = nonEmptyText(key) else { return nil }
        do {
            let url = try TargetURL(text.value)
            if url.user != nil {
                report(key, "the URL may not hold a user or a password, as it is shown.", at: text.position)
            } else if url.scheme != "http", url.scheme != "https" {
                report(key, "the URL must begin with https:// or http://.", at: text.position)
            } else {
                return text.value
            }
        } catch {
            report(key, error.sentence, at: text.position)
        }
        return nil
    }

    /// Whether a secret is an address of http or https; reported when it is not.
    func isAddress(_ secret: Secret, _ key: Key, at position: Position) -> Bool {
        do {
            // Its parts are looked at, and none of them is shown.
            let url = try TargetURL(secret.reveal())
            if url.scheme == "http" || url.scheme == "https" { return true }
            report(key, "the URL must begin with https:// or http://.", at: position)
        } catch {
            report(key, error.sentence, at: position)
        }
        return false
    }

    /// E-mail addresses: a list, or one text with commas between them. What else a mail server demands of them is left to
    /// the channel.
    func mailAddresses(_ key: Key) -> [String]? {
        guard let texts = listOrCommas(key) else { return nil }
        let addresses = texts.compactMap { address, text -> String? in
            if address.hasControlCharacter {
                report(
                    key, "this address has a line break or another control character in it; write each on one line.",
                    at: text.position)
            } else if !isMailAddress(address) {
                report(
                    key, "\(text.shown) is not an e-mail address; write for example alerts@example.com.",
                    at: text.position)
            } else {
                return address
            }
            return nil
        }
        return addresses.count == texts.count ? addresses : nil
    }

    /// A list of texts, or one text with commas between them.
    func words(_ key: Key) -> [String]? { listOrCommas(key).map { $0.map(\.0) } }

    /// Each item with the text that it stands in; nil when there is none, reported unless the key is absent.
    private func listOrCommas(_ key: Key) -> [(String, ConfigurationText)]? {
        guard let texts = texts(key) else { return nil }
        let isList = node(key)?.sequence != nil
        let items = texts.flatMap { text in
            isList
                ? [(text.value.trimmingBlanks, text)]
                : text.value.split(separator: ",").map { (String($0).trimmingBlanks, text) }
        }.filter { !$0.0.isEmpty }
        if !items.isEmpty { return items }
        report(key, "the list is empty; add at least one.", at: position(key))
        return nil
    }

    /// The items of a list, or one text alone; nil when the key is absent, and, reported, when an item is empty or no text.
    func texts(_ key: Key) -> [ConfigurationText]? {
        guard let node = node(key) else { return nil }
        let nodes = node.sequence.map { Array($0) } ?? [node]
        let texts = nodes.compactMap { item -> ConfigurationText? in
            guard let text = context.text(item, path: path(key)) else { return nil }
            if !text.value.isEmpty { return text }
            report(key, "the value is empty.", at: text.position)
            return nil
        }
        return texts.count == nodes.count ? texts : nil
    }

    /// The names of channels, at least one, each with where it stands.
    func channelNames(_ key: Key) -> [ConfigurationText]? {
        guard let names = texts(key) else { return nil }
        if !names.isEmpty { return names }
        report(key, "the list is empty; write the name of a channel.", at: position(key))
        return nil
    }

    /// A list of texts as they are.
    func arguments(_ key: Key) -> [String]? {
        guard let items = list(key, instead: "write each argument as an item of its own") else { return nil }
        let texts = items.compactMap { context.text($0, path: path(key))?.value }
        guard texts.count == items.count else { return nil }
        if !texts.isEmpty { return texts }
        report(key, "the list is empty; the first item is the program.", at: position(key))
        return nil
    }

    /// One of a few words.
    func word(_ key: Key, of words: [String]) -> String? {
        guard let text = text(key) else { return nil }
        if words.contains(text.value) { return text.value }
        let list = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        report(key, "\(text.shown) is not known; write \(list).", at: text.position)
        return nil
    }

    /// Names with texts.
    func mapping(_ key: Key) -> [String: String]? {
        guard let node = node(key) else { return nil }
        return context.texts(of: node, path: path(key))
    }

    /// Names with mappings of texts.
    func mappings(_ key: Key) -> [String: [String: String]]? {
        guard let node = node(key) else { return nil }
        guard case .mapping(let mapping) = node else {
            report(key, "this must be a mapping of mappings.", at: node.position)
            return nil
        }
        let entries = context.entries(of: mapping, path: path(key))
        let pairs = entries.compactMap { entry in
            context.texts(of: entry.value, path: "\(path(key)).\(entry.name)").map { (entry.name, $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

extension ConfigurationContext {
    /// The texts of a mapping; nil, reported, when it is none.
    fileprivate func texts(of node: Node, path: String) -> [String: String]? {
        guard case .mapping(let mapping) = node else {
            report("\(path): this must be a mapping of names and texts.", at: node.position)
            return nil
        }
        let pairs = entries(of: mapping, path: path).compactMap { entry in
            text(entry.value, path: "\(path).\(entry.name)").map { (entry.name, $0.value) }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

/// Something before and after one `@`, without blanks, alone or in angle brackets after a name.
func isMailAddress(_ text: String) -> Bool {
    var address = Substring(text)
    if address.last == ">", let open = address.lastIndex(of: "<") {
        address = address[address.index(after: open)...].dropLast()
    }
    let words = address.split(separator: "@", omittingEmptySubsequences: false)
    return words.count == 2 && words.allSatisfy { !$0.isEmpty && !String($0).hasSpaceOrControlCharacter }
}

extension String {
    /// Without blanks at its ends; line breaks stay, for nothing that is sent may hold one.
    var trimmingBlanks: String {
        let start = drop { $0 == " " || $0 == "\t" }
        let end = start.lastIndex { $0 != " " && $0 != "\t" }
        return end.map { String(start[...$0]) } ?? ""
    }
}
