"""Renews docs/overview.png: the demo's overview in headless Chromium while an incident is open."""

import pathlib
import shutil
import subprocess

from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[1]
PORT = 18099


def main():
    demo = subprocess.Popen([ROOT / ".build/release/sonde-demo", "--port", str(PORT)], stdout=subprocess.PIPE, text=True)
    try:
        for line in demo.stdout:
            if "OPENED" in line:
                break
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(f"http://127.0.0.1:{PORT}/")
            expect(page.locator("#apis tbody tr").first).to_be_visible()
            page.screenshot(path=ROOT / "docs" / "overview.png")
            browser.close()
    finally:
        demo.terminate()
        demo.wait(timeout=30)


if __name__ == "__main__":
    main()
