/// The variables that a configuration may name: those of the environment, and below them those of `.env`.
final class ConfigurationVariables {
    private let environment: [String: String]
    private let file: EnvironmentFile?

    init(environment: [String: String], file: EnvironmentFile? = nil) {
        self.environment = environment
        self.file = file
    }

    subscript(name: String) -> String? {
        environment[name] ?? file?.variables[name]?.value
    }

    /// The value, if it is set and not empty: an empty line of `.env` stands for nothing.
    func nonEmpty(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    /// A problem with a variable, at the line of `.env` that sets it or in the environment.
    func problem(_ name: String, _ sentence: String) -> ConfigurationProblem {
        if environment[name] == nil, let file, let variable = file.variables[name] {
            return ConfigurationProblem(file: file.name, line: variable.line, sentence: "\(name): \(sentence)")
        }
        return ConfigurationProblem(file: "environment", sentence: "\(name): \(sentence)")
    }
}
