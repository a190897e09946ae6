/// The locks by which several Sondes on one database keep out of each other's way.
enum AdvisoryLock: Int {
    /// Who brings the database to the newest form.
    case migration = 1
    /// Shared by those who append; taken alone by who moves the time up to which results are rolled up, who then knows of
    /// all that came before.
    case append
    /// Who makes roll-ups.
    case rollups
    /// Who makes or removes partitions.
    case partitions
    /// Held by a Sonde as long as it runs.
    case instance

    /// The letters of "sonde", and the number.
    var key: Int { 0x736f_6e64_6500 + rawValue }
}
