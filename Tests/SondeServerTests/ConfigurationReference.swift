import SondeAlerting
import SondeCore

@testable import SondeServer

/// What docs/sonde.schema.json and docs/configuration.md say of channels, made from the keys of their types.
///
/// `SONDE_WRITE_REFERENCE=1 swift test --filter ConfigurationReferenceTests` writes it into both.
enum ConfigurationReference {
    /// The definitions at the end of the schema, from `alerting` on.
    static var schema: String {
        let definitions: [(String, JSON)] =
            [("alerting", alerting), ("channel", channel)]
            + channelTypes.flatMap { type in
                ChannelForm.allCases.map { ($0.name(of: type), definition(of: type, $0)) }
            }
        return definitions.map { "    \"\($0.0)\": \($0.1.text(indent: 4))" }.joined(separator: ",\n")
    }

    /// How they begin: `alerting` is also a key of the root.
    static var firstLines: String {
        ",\n" + schema.split(separator: "\n").prefix(3).joined(separator: "\n")
    }

    /// The tables of the reference.
    static var tables: String {
        channelTypes.map { type in
            let rows = type.keys.map { key in
                "| `\(key.name)`\(key.isSecret ? ", `\(key.name)-file`, `\(key.name)_file`" : "") | \(words(key.kind)) | "
                    + "\(key.isRequired ? "required" : "") | \(key.summary.replacing("|", with: "\\|")) |"
            }
            let rate =
                "`\(type.type)`: at most \(type.messagesPerMinute) messages a minute unless `rate-limit` says otherwise."
            let together = type.combines ? "" : " Each incident is a message of its own."
            return "### \(type.type)\n\n\(rate)\(together)\n\n| key | type | | meaning |\n|---|---|---|---|\n"
                + rows.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private static var alerting: JSON {
        let types = channelTypes.map { type in
            (type.type, reference("The channel '\(type.type)'.", ChannelForm.single.name(of: type)))
        }
        let others: [(String, JSON)] = [
            ("channels", list("Channels by name.", "channel")),
            ("routes", list("Who is told of endpoints without alerts of their own.", "route")),
            (
                "check-interval",
                reference("Between two digests of what is below the paging severity; 300s by default.", "duration")
            ),
            (
                "cooldown",
                reference("The least time between two new incidents of one endpoint to one channel; 600s.", "duration")
            ),
            (
                "grouping",
                .object([
                    ("description", .text("When endpoints that fail together are one incident; false for never.")),
                    ("anyOf", .array(["grouping", "flag"].map { .object([("$ref", .text("#/$defs/\($0)"))]) })),
                ])
            ),
            ("page-url", reference("Where the links of messages begin; follows from web by default.", "text")),
            ("heartbeat", reference("An address that is called as long as Sonde is well.", "heartbeat")),
        ]
        return mapping("Who is told of incidents, and how.", types + others)
    }

    private static var channel: JSON {
        .object([
            ("description", .text("A channel with a name.")),
            (
                "anyOf",
                .array(
                    channelTypes.map { .object([("$ref", .text("#/$defs/" + ChannelForm.named.name(of: $0)))]) })
            ),
        ])
    }

    private static func definition(of type: any ChannelType.Type, _ form: ChannelForm) -> JSON {
        let keys = Dictionary(type.keys.map { ($0.name, $0) }) { first, _ in first }
        let properties = form.keys(of: type).map { name -> (String, JSON) in
            if let key = keys[name] { return (name, property(key)) }
            return (name, common(name, of: type))
        }
        let words =
            switch form {
            case .single: "The channel '\(type.type)'."
            case .named: "A channel of type \(type.type)."
            case .override: "What differs for a group."
            }
        return mapping(words, properties)
    }

    /// The keys that every channel has.
    private static func common(_ name: String, of type: any ChannelType.Type) -> JSON {
        switch name {
        case "name": reference("Unique among all channels.", "text")
        case "type": .object([("description", .text("What kind of channel.")), ("const", .text(type.type))])
        case "group": reference("The group of endpoints that it is for.", "text")
        case "template": reference("Words of your own.", "template")
        case "rate-limit":
            reference("Messages a minute, 1 to 10000; \(type.messagesPerMinute) by default.", "integer")
        case "default-alert": reference("What alerts of this channel have unless they say otherwise.", "defaultAlert")
        case "overrides": list("What differs for a group of endpoints.", ChannelForm.override.name(of: type))
        default: reference("A file that holds the value.", "text")
        }
    }

    private static func property(_ key: ChannelKey) -> JSON {
        switch key.kind {
        case .text, .secret, .url, .secretURL, .file: return reference(key.summary, "text")
        case .addresses, .texts: return reference(key.summary, "texts")
        case .arguments: return list(key.summary, "text")
        case .flag: return reference(key.summary, "flag")
        case .integer: return reference(key.summary, "integer")
        case .duration: return reference(key.summary, "duration")
        case .headers: return reference(key.summary, "headers")
        case .mapping: return reference(key.summary, "textMapping")
        case .client: return reference(key.summary, "client")
        case .mappings:
            return .object([
                ("description", .text(key.summary)), ("type", .text("object")),
                ("additionalProperties", .object([("$ref", .text("#/$defs/textMapping"))])),
            ])
        case .choice(let words):
            let variable = JSON.object([("type", .text("string")), ("pattern", .text("\\$\\{"))])
            return .object([
                ("description", .text(key.summary)),
                ("anyOf", .array([.object([("enum", .array(words.map(JSON.text)))]), variable])),
            ])
        }
    }

    private static func words(_ kind: ChannelKey.Kind) -> String {
        switch kind {
        case .text, .secret: "text"
        case .url, .secretURL: "address"
        case .addresses: "e-mail addresses"
        case .texts, .arguments: "list"
        case .flag: "flag"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .duration(let range): "`\(range.lowerBound.configured)` to `\(range.upperBound.configured)`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .headers, .mapping, .mappings: "mapping"
        case .file: "path"
        case .client: "[client](#client)"
        }
    }

    private static func mapping(_ description: String, _ properties: [(String, JSON)]) -> JSON {
        .object([
            ("description", .text(description)), ("type", .array([.text("object"), .text("null")])),
            ("additionalProperties", .flag(false)), ("properties", .object(properties)),
        ])
    }

    private static func reference(_ description: String, _ name: String) -> JSON {
        .object([("description", .text(description)), ("$ref", .text("#/$defs/\(name)"))])
    }

    private static func list(_ description: String, _ name: String) -> JSON {
        .object([
            ("description", .text(description)), ("type", .array([.text("array"), .text("null")])),
            ("items", .object([("$ref", .text("#/$defs/\(name)"))])),
        ])
    }
}

/// JSON whose keys keep their order.
indirect enum JSON {
    case object([(String, JSON)])
    case array([JSON])
    case text(String)
    case flag(Bool)

    /// As Python's `json.dumps(value, indent=2)` writes it, for a value that stands `indent` deep.
    func text(indent: Int) -> String {
        let (inner, outer) = (String(repeating: " ", count: indent + 2), String(repeating: " ", count: indent))
        switch self {
        case .text(let text):
            return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        case .flag(let flag): return flag ? "true" : "false"
        case .array(let items):
            return "[\n" + items.map { inner + $0.text(indent: indent + 2) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let entries):
            let lines = entries.map { "\(inner)\"\($0.0)\": \($0.1.text(indent: indent + 2))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        }
    }
}
