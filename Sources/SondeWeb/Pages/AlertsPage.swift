import Hummingbird
import SondeCore

/// `/alerts`: the channels, what they did not take, and the times in which nobody is told.
struct AlertsPage {
    let frame: PageFrame
    let store: any Store
    let work: DeskWork
    let clock: any WallClock

    /// Dead letters that are listed; more are counted.
    private static let listed = 50

    func add(to router: Router<WebContext>) {
        router.get("alerts") { _, _ in await page() }
    }

    private func page() async -> Response {
        let (channels, silences) = (await work.desk.channels(), await work.silences())
        let now = clock.now
        let model: [String: Any] = [
            "title": "Alerts · Sonde", "onAlerts": true, "hasChannels": !channels.isEmpty,
            "silences": silences.map(AlertsModel.silence), "hasSilences": !silences.isEmpty,
            "weekdays": WeekdayText.names, "naming": true,
        ]
        return await frame.response("alerts", model) {
            let letters = try await store.notices(in: .dead, limit: ResultResolution.limit)
            let counts = Dictionary(letters.map { ($0.channel, 1) }, uniquingKeysWith: +)
            return [
                "channels": channels.map { AlertsModel.channel($0, dead: counts[$0.name] ?? 0, now: now) },
                "letters": letters.prefix(Self.listed).map { IncidentModel.notice($0, now: now) },
                "hasLetters": !letters.isEmpty, "noLetters": "Every channel took what it was given.",
            ]
        } unreadable: { reason in
            [
                "channels": channels.map { AlertsModel.channel($0, dead: $0.dead, now: now) },
                "noLetters": "They cannot be read just now: \(reason)",
            ]
        }
    }
}
