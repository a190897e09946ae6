"""Renews docs/email.png: an alert as people get it by e-mail, in light and in dark colours, side by side.

The message is one of the tests, rendered by Sonde; `scripts/email_picture.py FOLDER` keeps a picture of every sample there
instead.
"""

import base64
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[1]
WIDTH = 640


def render(folder):
    """Has the tests write the pages of their sample messages to the folder."""
    package = pathlib.Path(os.environ.get("SONDE_PACKAGE", ROOT))
    subprocess.run(
        ["swift", "test", "--filter", "EmailPageTests"],
        cwd=package, env={**os.environ, "SONDE_EMAIL_PAGES": str(folder)}, check=True, stdout=subprocess.DEVNULL,
    )


def picture(browser, html, scheme, width=WIDTH):
    page = browser.new_page(viewport={"width": width, "height": 300}, color_scheme=scheme, device_scale_factor=1.5)
    page.set_content(html)
    shot = page.screenshot(full_page=True)
    page.close()
    return shot


def beside(browser, shots):
    """One picture of several, from the left to the right."""
    images = "".join(
        f'<img style="width:{WIDTH}px" src="data:image/png;base64,{base64.b64encode(shot).decode()}">' for shot in shots
    )
    html = f'<body style="margin:0;background:#8a9591"><div style="display:flex;align-items:stretch">{images}</div>'
    return picture(browser, html, "light", WIDTH * len(shots))


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = pathlib.Path(folder)
        render(pages)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        wanted = sorted(pages.glob("*.html")) if len(sys.argv) > 1 else [pages / "opened.html"]
        for path in wanted:
            html = path.read_text()
            shot = beside(browser, [picture(browser, html, scheme) for scheme in ("light", "dark")])
            target = pathlib.Path(sys.argv[1]) / f"{path.stem}.png" if len(sys.argv) > 1 else ROOT / "docs/email.png"
            target.write_bytes(shot)
        browser.close()


if __name__ == "__main__":
    main()
