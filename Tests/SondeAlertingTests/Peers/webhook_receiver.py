"""A receiver of webhooks that plays the part of each service and checks what it is sent.

It prints {"event": "listening", "port": N} first and then one JSON line for each request: what came, which of the
schemas beside it the request was checked against, and every violation. The first part of a request's path says which
service it plays. It ends with its standard input.
"""

import argparse
import email
import email.policy
import functools
import hashlib
import hmac
import html.parser
import http.server
import json
import os
import pathlib
import sys
import threading
import time
import urllib.parse

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
OWN_SCHEMA = HERE.parents[2] / "docs" / "alert.schema.json"
FORMATS = jsonschema.FormatChecker()
TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote"}
printing = threading.Lock()


def schema_name(method, path):
    """The schema that a request must follow; None where anything is taken."""
    parts = path.strip("/").split("/")
    last = parts[-1]
    return {
        "slack-webhook": "slack-webhook",
        "slack-api": f"slack-{last}",
        "teams": "teams",
        "discord": "discord-edit" if method == "PATCH" else "discord",
        "telegram": f"telegram-{last}",
        "pagerduty": "pagerduty",
        "opsgenie": f"opsgenie-{last}" if last in ("close", "priority") else "opsgenie-create",
        "ntfy": "ntfy-file" if method == "PUT" else "ntfy",
        "alertmanager": "alertmanager",
        "webhook": "own",
    }.get(parts[0])


def default_answer(name):
    """What the service answers when it takes a message."""
    if name is None or name in ("own", "alertmanager"):
        return 200, ""
    if name == "slack-webhook":
        return 200, "ok"
    if name.startswith("slack-"):
        return 200, {"ok": True, "channel": "C0123456789", "ts": "1795514412.000100"}
    if name.startswith("discord"):
        return 200, {"id": "1310000000000000001", "channel_id": "1300000000000000001"}
    if name.startswith("telegram"):
        return 200, {"ok": True, "result": {"message_id": 4711}}
    if name == "pagerduty":
        return 202, {"status": "success", "message": "Event processed", "dedup_key": "key"}
    if name.startswith("opsgenie"):
        return 202, {"result": "Request will be processed", "took": 0.1, "requestId": "r"}
    if name.startswith("ntfy"):
        return 200, {"id": "sPs71M8A2T", "event": "message"}
    return 202, ""


@functools.cache
def validator_of(name):
    path = OWN_SCHEMA if name == "own" else HERE / "schemas" / f"{name}.json"
    return jsonschema.Draft202012Validator(json.loads(path.read_text()), format_checker=FORMATS)


class HTMLCheck(html.parser.HTMLParser):
    """Whether a text is what Telegram takes for HTML: a few tags, all closed, nothing else that begins one."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.open, self.faults = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in TELEGRAM_TAGS:
            self.faults.append(f"tag <{tag}>")
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if "<" in data or ">" in data or "&" in data:
            self.faults.append(f"unescaped {data[:20]!r}")

    def handle_entityref(self, name):
        if name not in ("lt", "gt", "amp", "quot"):
            self.faults.append(f"entity &{name};")


def html_faults(text):
    check = HTMLCheck()
    check.feed(text)
    check.close()
    return check.faults + [f"<{tag}> is not closed" for tag in check.open]


def texts(value):
    """Every text shown in a JSON value of Slack's or Discord's."""
    if isinstance(value, dict):
        for key, member in value.items():
            if isinstance(member, str):
                if key in ("text", "name", "value", "title", "description"):
                    yield member
            else:
                yield from texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts(member)


def further_faults(name, value, size):
    """Limits that a schema cannot say."""
    if name.startswith("slack-"):
        shown = list(texts({"blocks": value.get("blocks", []), "attachments": value.get("attachments", [])}))
        if sum(map(len, shown)) > 12000:
            yield f"{sum(map(len, shown))} characters in all blocks"
        blocks = value.get("blocks", []) + [b for a in value.get("attachments", []) for b in a["blocks"]]
        if len(blocks) > 50:
            yield f"{len(blocks)} blocks"
        for text in shown + [value["text"]]:
            if "<!" in text or "<@" in text or "<#" in text:
                yield f"a mention in {text[:40]!r}"
    if name == "teams" and size > 28 * 1024:
        yield f"{size} bytes"
    if name.startswith("discord"):
        length = sum(map(len, texts(value["embeds"])))
        if length > 6000:
            yield f"{length} characters in all embeds"
    if name == "telegram-sendMessage":
        yield from html_faults(value["text"])
    if name == "telegram-sendDocument":
        yield from html_faults(value["caption"])
    if name == "ntfy" and len(value["message"].encode()) > 4096:
        yield "a message of more than 4096 bytes"
    if name == "pagerduty" and size > 512 * 1024:
        yield f"{size} bytes"
    if name == "opsgenie-create" and sum(len(k) + len(v) for k, v in value["details"].items()) > 8000:
        yield "details of more than 8000 characters"


def form_of(body, content_type):
    """The fields and the files of a form."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    fields, files = {}, {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        text = part.get_payload(decode=True).decode()
        if part.get_filename():
            files[name] = {"filename": part.get_filename(), "text": text}
        else:
            fields[name] = text
    return fields, files


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers, secret = [], None

    def log_message(self, *arguments):
        pass

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urllib.parse.urlsplit(self.path)
        name = schema_name(self.command, url.path)
        if name == "own" and self.headers.get("Content-Type", "").startswith("text/plain"):
            # Made by a template.
            name = None
        report = {
            "event": "request",
            "method": self.command,
            "path": url.path,
            "query": dict(urllib.parse.parse_qsl(url.query)),
            "headers": {key.lower(): value for key, value in self.headers.items()},
            "body": body.decode("utf-8", "replace"),
            "schema": name,
            "signature": self.signature(body),
        }
        report["json"], report["files"], report["violations"] = self.check(name, report, body)
        with printing:
            answer = self.answers.pop(0) if self.answers else {}
            print(json.dumps(report), flush=True)
        self.answer(name, answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def check(self, name, report, body):
        content_type = report["headers"].get("content-type", "")
        files, violations = {}, []
        try:
            if content_type.startswith("multipart/form-data"):
                fields, files = form_of(body, content_type)
                value = json.loads(fields["payload_json"]) if "payload_json" in fields else fields
            elif name == "ntfy-file":
                value = report["query"]
                files = {"body": {"filename": value["filename"], "text": report["body"]}}
            else:
                if name and not content_type.startswith("application/json"):
                    violations.append(f"content type {content_type!r}")
                value = json.loads(body)
        except (ValueError, KeyError) as fault:
            return None, files, [f"unreadable: {fault}"] if name else []
        if name:
            faults = validator_of(name).iter_errors(value)
            violations += [f"{fault.json_path}: {fault.message[:200]}" for fault in faults]
            if not violations:
                violations += further_faults(name, value, len(body))
        return value, files, violations

    def signature(self, body):
        header = self.headers.get("Sonde-Signature")
        if header is None:
            return None
        parts = dict(part.split("=", 1) for part in header.split(","))
        signed = parts["t"].encode() + b"." + body
        expected = hmac.new((self.secret or "").encode(), signed, hashlib.sha256).hexdigest()
        return "valid" if hmac.compare_digest(expected, parts["v1"]) else "invalid"

    def answer(self, name, answer):
        fault = answer.get("fault")
        if fault == "hold":
            # Until the other side gives up.
            self.connection.recv(1)
        if fault:
            self.close_connection = True
            return
        status, body = default_answer(name)
        status, body = answer.get("status", status), answer.get("body", body)
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for key, value in answer.get("headers", {}).items():
            # A wait of so many seconds, as the date that it ends at.
            date = self.date_time_string(time.time() + value["date-in"]) if isinstance(value, dict) else value
            self.send_header(key, date)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", default="[]", help="what is answered first, a JSON list of answers")
    parser.add_argument("--secret", help="of the signatures")
    arguments = parser.parse_args()
    Receiver.answers, Receiver.secret = json.loads(arguments.answers), arguments.secret
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(json.dumps({"event": "listening", "port": server.server_address[1]}), flush=True)
    server.serve_forever()


main()
