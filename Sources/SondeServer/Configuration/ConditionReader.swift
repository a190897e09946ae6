import SondeCore
import Yams

extension MappingReader {
    /// The conditions of a list; nil when there is none.
    func conditions(_ key: Key) -> [Condition]? {
        guard let items = list(key, instead: "write - \"[STATUS] == 200\" for each condition") else { return nil }
        return items.compactMap { item -> Condition? in
            guard case .scalar = item else {
                report(key, "a condition is text; put it in quotes: \"[STATUS] == 200\".", at: item.position)
                return nil
            }
            guard let text = context.text(item, path: path(key)) else { return nil }
            do throws(ConditionSyntaxError) {
                let condition = try context.condition(text.value)
                if let number = condition.certificateMilliseconds { noteMilliseconds(number, key, in: text) }
                return text.isFilledIn ? condition.shown(as: text.raw) : condition
            } catch {
                report(key, sentence(for: error, in: text), at: text.position)
                return nil
            }
        }
    }

    /// Gatus' users write `[CERTIFICATE_EXPIRATION] > 30` and mean days.
    private func noteMilliseconds(_ number: Double, _ key: Key, in text: ConfigurationText) {
        let whole = Int64(exactly: number)
        let example =
            switch whole {
            case _ where text.isFilledIn: "for example 48h or 30d"
            case .some(let days) where (1...3_650).contains(days): "\(days)d for days or \(days)h for hours"
            case .some(let count) where (1...Int64(1e12)).contains(count): Duration.milliseconds(count).configured
            default: "for example 48h or 30d"
            }
        context.note(
            "\(path(key)): in \(text.shown) a number without a unit counts milliseconds, as in Gatus; write \(example).",
            at: text.position)
    }

    /// The parser's words, unless they may quote what a variable holds.
    private func sentence(for error: ConditionSyntaxError, in text: ConfigurationText) -> String {
        guard text.isFilledIn else { return finished(error.description) }
        do {
            _ = try context.condition(text.raw)
            return "\(text.shown) is not a condition once its variables are filled in."
        } catch {
            return finished(error.description)
        }
    }
}

/// The sentence with a full stop.
private func finished(_ sentence: String) -> String {
    sentence.hasSuffix(".") || sentence.hasSuffix("?") ? sentence : sentence + "."
}
