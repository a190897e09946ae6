/// The version of this program.
package enum SondeVersion {
    package static let current = "0.1.0"
}
