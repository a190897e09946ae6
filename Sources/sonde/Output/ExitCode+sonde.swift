import ArgumentParser

extension ExitCode {
    /// `sonde check`: the probe did not succeed.
    static let probeFailed = ExitCode(2)
    /// The configuration is wrong: EX_CONFIG of sysexits.h.
    static let badConfiguration = ExitCode(78)
}
