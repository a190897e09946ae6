import Hummingbird
import SondeCore

/// What the buttons and fields of the page of alerts do.
struct AlertForms {
    let work: DeskWork
    let token: SameSiteToken

    private static let page = "/alerts"

    func add(to router: Router<WebContext>) {
        let form = PageForm(token: token)
        router.on(.silenceForm) { request, _ in
            _ = try await work.add(form.fields(of: request), from: .page)
            return PageForm.back(to: Self.page)
        }
        router.on(.endForm) { request, context in
            let fields = try await form.fields(of: request)
            _ = try await work.endSilence(context.text("id"), fields, from: .page)
            return PageForm.back(to: Self.page)
        }
        router.on(.retryForm) { request, _ in
            _ = try await work.retry(form.fields(of: request))
            return PageForm.back(to: Self.page)
        }
    }
}
