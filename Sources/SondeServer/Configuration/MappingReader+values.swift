import SondeCore
import Yams

extension MappingReader {
    /// The text of a scalar, its variables filled in.
    func text(_ key: Key) -> ConfigurationText? {
        guard let node = node(key) else { return nil }
        return context.text(node, path: path(key))
    }

    /// Text that may not be empty.
    func nonEmptyText(_ key: Key) -> ConfigurationText? {
        guard let text = text(key) else { return nil }
        guard !text.value.isEmpty else {
            report(key, "the value is empty.", at: text.position)
            return nil
        }
        return text
    }

    /// `true` or `false`, and YAML 1.1's other words for them.
    func flag(_ key: Key) -> Bool? {
        guard let text = text(key) else { return nil }
        switch text.value {
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return true
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return false
        default:
            report(key, "\(text.shown) is neither true nor false; write one of them.", at: text.position)
            return nil
        }
    }

    func integer(_ key: Key, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text.value), range.contains(number) else {
            let sentence = "\(text.shown) is not a whole number from \(range.lowerBound) to \(range.upperBound)."
            report(key, sentence, at: text.position)
            return nil
        }
        return number
    }

    func number(_ key: Key, in range: ClosedRange<Double>) -> Double? {
        guard let text = text(key) else { return nil }
        // Double also reads hexadecimal, infinity and nan, none of which anyone means here.
        guard text.value.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }), let number = Double(text.value),
            range.contains(number)
        else {
            let (low, high) = (shortestText(range.lowerBound), shortestText(range.upperBound))
            report(key, "\(text.shown) is not a number from \(low) to \(high).", at: text.position)
            return nil
        }
        return number
    }

    func duration(_ key: Key, in range: ClosedRange<Duration>) -> Duration? {
        guard let text = text(key) else { return nil }
        do {
            let duration = try Duration(configured: text.value)
            if range.contains(duration) { return duration }
            let fault = duration < .zero ? "negative" : duration < range.lowerBound ? "too short" : "too long"
            let limit =
                duration < range.lowerBound
                ? "the least is \(range.lowerBound.configured)" : "the most is \(range.upperBound.configured)"
            report(key, "\(text.shown) is \(fault); \(limit).", at: text.position)
        } catch .noUnit {
            let example = text.isFilledIn ? "for example 15s" : withUnit(text.value, in: range)
            report(key, "\(text.shown) has no unit; write \(example).", at: text.position)
        } catch .tooLarge {
            report(key, "\(text.shown) is too long; the most is \(range.upperBound.configured).", at: text.position)
        } catch {
            report(key, "\(text.shown) is not a duration; write for example 15s, 1m30s or 7d.", at: text.position)
        }
        return nil
    }

    /// A size in bytes.
    func bytes(_ key: Key, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        let examples = range.upperBound > 1 << 30 ? "500MB or 5GB" : "512KiB or 2MiB"
        do {
            let count = try byteCount(configured: text.value)
            if range.contains(count) { return count }
            report(key, "\(text.shown) is out of range; \(limits(range)).", at: text.position)
        } catch .noUnit {
            let example = text.isFilledIn ? "for example \(examples)" : withByteUnit(text.value, in: range)
            report(key, "\(text.shown) has no unit; write \(example).", at: text.position)
        } catch .tooLarge {
            report(key, "\(text.shown) is out of range; \(limits(range)).", at: text.position)
        } catch {
            report(key, "\(text.shown) is not a size; write for example \(examples).", at: text.position)
        }
        return nil
    }

    private func limits(_ range: ClosedRange<Int>) -> String {
        "write \(configuredText(ofBytes: range.lowerBound)) to \(configuredText(ofBytes: range.upperBound))"
    }

    /// One of a few words.
    func choice<Value>(_ key: Key, _ choices: KeyValuePairs<String, Value>) -> Value? {
        guard let text = text(key) else { return nil }
        if let choice = choices.first(where: { $0.key == text.value }) { return choice.value }
        let words = choices.map(\.key)
        let list = words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
        report(key, "\(text.shown) is not known; write \(list).", at: text.position)
        return nil
    }

    /// The items of a list; nil when the key is absent or no list. `instead` says what to write.
    func list(_ key: Key, instead: String) -> [Node]? {
        guard let node = node(key) else { return nil }
        guard case .sequence(let sequence) = node else {
            report(key, "this must be a list; \(instead).", at: node.position)
            return nil
        }
        return Array(sequence)
    }

    /// A file's path, joined to the configuration's folder; reported when the file cannot be read.
    func file(_ key: Key) -> String? {
        guard let text = nonEmptyText(key) else { return nil }
        let path = context.path(text.value)
        do {
            try checkFile(path)
            return path
        } catch {
            report(key, "the file \(text.isFilledIn ? text.raw : path) \(error.reason)", at: text.position)
            return nil
        }
    }
}

extension ConfigurationContext {
    /// The text of a scalar node, its variables filled in; reported when it is no scalar or a variable is missing.
    func text(_ node: Node, path: String) -> ConfigurationText? {
        guard case .scalar(let scalar) = node else {
            let found = node.mapping == nil ? "a list" : "a mapping"
            report("\(subject(path))this must be text, not \(found); put quotes around it.", at: node.position)
            return nil
        }
        do {
            let value = try variables.expand(scalar.string)
            return ConfigurationText(value: value, raw: scalar.string, position: node.position)
        } catch {
            report(subject(path) + error.sentence, at: node.position)
            return nil
        }
    }
}

/// A number without a needless `.0`.
func shortestText(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
}
