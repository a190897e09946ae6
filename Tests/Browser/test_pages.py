"""What a person sees in a browser while the demo runs. Every wait is for something on the page, never for time."""

import re

import pytest
from playwright.sync_api import expect

APIS = ["accounts", "catalog", "clock", "inventory", "orders", "payments", "reports", "search"]
PATIENCE = 60_000


def test_overview_shows_every_api_and_fills_itself(page, demo):
    page.goto(demo + "/")
    expect(page.locator("#apis tbody tr")).to_have_count(len(APIS), timeout=PATIENCE)
    assert sorted(page.locator("#apis tbody tr").evaluate_all("rows => rows.map(row => row.dataset.name)")) == APIS
    for name in APIS:
        # The first response arrives over server-sent events, without a reload.
        expect(page.locator(f'tr[data-name="{name}"] .last')).to_contain_text("ms", timeout=PATIENCE)


def test_overview_filters(page, demo):
    page.goto(demo + "/?q=pay")
    expect(page.locator("#apis tbody tr")).to_have_count(1, timeout=PATIENCE)


def test_endpoint_page_draws_its_charts_and_grows(page, demo):
    page.goto(demo + "/endpoints/orders")
    expect(page.locator("#times canvas").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#phases canvas").first).to_be_visible(timeout=PATIENCE)
    newest = page.locator("#probes tr").first
    time = newest.locator("td").first
    before = time.text_content(timeout=PATIENCE)
    expect(time).not_to_have_text(before, timeout=PATIENCE)


def test_tls_endpoint_shows_its_certificate(page, demo):
    page.goto(demo + "/endpoints/accounts")
    expect(page.locator("#facts")).to_contain_text(re.compile("Certificate"), timeout=PATIENCE)
    expect(page.locator("#probes tr").first).to_be_visible(timeout=PATIENCE)
    assert "TLS" in page.locator(".probes thead").inner_text()


@pytest.mark.parametrize("path", ["/", "/endpoints/orders", "/incidents", "/alerts"])
def test_a_telephone_needs_no_sideways_scrolling(page, demo, path):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(demo + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_dark_is_dark(page, demo):
    page.emulate_media(color_scheme="dark")
    page.goto(demo + "/")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
    assert red + green + blue < 200, colour


def test_an_incident_opens_with_its_reason_and_is_closed(page, demo):
    """The first outage of the demo's script begins 70 seconds after its start and is over 12 seconds later."""
    page.goto(demo + "/endpoints/payments")
    reason = page.locator("#incident .reason")
    expect(reason).to_contain_text("probes in a row failed", timeout=150_000)
    expect(page.locator("#incident")).to_be_hidden(timeout=PATIENCE)
    page.goto(demo + "/incidents")
    expect(page.locator("main")).to_contain_text("payments")
    expect(page.locator("main")).to_contain_text("closed the connection without an answer")


def test_an_incident_is_called_no_fault_and_back(page, demo):
    page.goto(demo + "/incidents")
    incident = page.locator("li", has_text="payments").last
    incident.get_by_role("button", name="No fault").click(timeout=150_000)
    expect(incident).to_contain_text("Called no fault: told again from", timeout=PATIENCE)
    incident.get_by_role("button", name="It was a fault").click()
    expect(incident.get_by_role("button", name="No fault")).to_be_visible(timeout=PATIENCE)


def test_an_incident_is_acknowledged_in_the_list(page, demo):
    page.goto(demo + "/incidents")
    incident = page.locator("li.open").first
    expect(incident).to_be_visible(timeout=300_000)
    address = incident.locator("a.reason").get_attribute("href")
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    same = page.locator("li", has=page.locator(f'a.reason[href="{address}"]'))
    same.get_by_role("button", name="Acknowledge").click()
    expect(page).to_have_url(demo + "/incidents")
    expect(same).to_contain_text("acknowledged by somebody on the pages", timeout=PATIENCE)
    expect(same.get_by_role("button", name="Acknowledge")).to_have_count(0)


def test_an_incident_takes_a_note(page, demo):
    page.goto(demo + "/incidents")
    page.locator("li", has_text="payments").last.locator("a.reason").click(timeout=150_000)
    expect(page.locator("#incident-what")).to_contain_text("closed the connection without an answer")
    expect(page.locator("#timeline")).to_contain_text("Opened", timeout=PATIENCE)
    page.get_by_label("Note").fill("It was the <b>cable</b>.")
    page.locator("form.writing").get_by_label("Your name").fill("Ann")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#timeline")).to_contain_text("It was the <b>cable</b>. Ann", timeout=PATIENCE)
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_silence_is_made_and_ended(page, demo):
    page.goto(demo + "/alerts")
    form = page.locator("form.fields").first
    form.get_by_label("APIs, a pattern a line").fill("nothing-of-this-name*")
    form.get_by_label("Why").fill("A browser tries it")
    form.get_by_role("button", name="Add").click()
    silence = page.locator("#silences li", has_text="nothing-of-this-name*")
    expect(silence).to_contain_text("A browser tries it", timeout=PATIENCE)
    silence.get_by_role("button", name="End").click()
    expect(silence).to_have_count(0, timeout=PATIENCE)


def test_a_silence_needs_no_javascript(browser, demo):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo + "/alerts")
    page.locator("summary", has_text="Every week").click()
    form = page.locator("form.fields").nth(1)
    form.get_by_label("Groups, a pattern a line").fill("no-such-group*")
    form.get_by_label("Sunday").check()
    form.get_by_label("From").fill("23:00")
    form.get_by_role("button", name="Add").click()
    silence = page.locator("#silences li", has_text="no-such-group")
    expect(silence).to_contain_text("every Sunday from 23:00 for 2 h, UTC", timeout=PATIENCE)
    silence.get_by_role("button", name="End").click()
    expect(silence).to_have_count(0, timeout=PATIENCE)
    context.close()
