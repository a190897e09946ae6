import SondeCore

extension MappingReader<EndpointKey> {
    /// Gives the endpoint its body as Gatus builds it: placeholders filled in, then wrapped when it is GraphQL.
    func body(for endpoint: inout Endpoint) {
        let isGraphQL = flag(.graphql) ?? false
        guard let text = text(.body) else {
            if isGraphQL, !has(.body) {
                report(.graphql, "graphql needs a body; write the query as body: |.", at: position(.graphql))
            }
            return
        }
        var body = text.value
        if body.utf8.contains(UInt8(ascii: "[")) {
            body.replace("[ENDPOINT_NAME]", with: endpoint.name)
            body.replace("[ENDPOINT_GROUP]", with: endpoint.group ?? "")
            body.replace("[ENDPOINT_URL]", with: endpoint.url)
            for placeholder in ["[RANDOM_STRING_", "[LOCAL_ADDRESS]"] where body.contains(placeholder) {
                let name = placeholder.filter { $0 != "[" && $0 != "]" }
                note(.body, "Sonde does not fill in Gatus' placeholder \(name); it is sent as written.")
            }
        }
        guard isGraphQL else {
            endpoint.body = body
            return
        }
        endpoint.body = #"{"query":"# + jsonString(body) + "}"
        if !endpoint.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            endpoint.headers.append(Endpoint.Header(name: "Content-Type", value: Secret("application/json")))
        }
    }
}

/// The text as a JSON string (RFC 8259, section 7).
private func jsonString(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": json += #"\""#
        case "\\": json += #"\\"#
        case "\n": json += #"\n"#
        case "\r": json += #"\r"#
        case "\t": json += #"\t"#
        case ..<" ":
            let code = String(scalar.value, radix: 16)
            json += #"\u"# + String(repeating: "0", count: 4 - code.count) + code
        default: json.unicodeScalars.append(scalar)
        }
    }
    return json + "\""
}
