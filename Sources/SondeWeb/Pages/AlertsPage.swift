import Hummingbird
import Logging
import SondeCore

/// `/alerts`: the channels, what they did not take, and the times in which nobody is told.
struct AlertsPage {
    let board: any StatusBoard
    let store: any Store
    let desk: any AlertDesk
    let templates: Templates
    let logger: Logger

    private static let deadLetters = 50

    func add(to router: Router<WebContext>) {
        router.get("alerts") { _, _ in await page() }
    }

    private func page() async -> Response {
        let troubles = await board.health().troubles
        let (channels, silences) = (await desk.channels(), await desk.silences())
        var model: [String: Any] = [
            "title": "Alerts · Sonde", "onAlerts": true, "hasTroubles": !troubles.isEmpty, "troubles": troubles,
            "channels": channels.map(AlertsModel.channel), "hasChannels": !channels.isEmpty,
            "silences": silences.map(AlertsModel.silence), "hasSilences": !silences.isEmpty,
            "weekdays": Wording.weekdays, "naming": true,
        ]
        do {
            let letters = try await store.notices(in: .dead, limit: Self.deadLetters)
            model["letters"] = letters.map(IncidentModel.notice)
            model["hasLetters"] = !letters.isEmpty
            model["noLetters"] = "Every channel took what it was given."
        } catch {
            logger.warning("notices not readable", metadata: ["error": "\(error)"])
            model["noLetters"] = "They cannot be read just now: \(error)"
        }
        return templates.page("alerts", model)
    }
}
