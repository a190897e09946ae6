"""A mail server on loopback for the tests, which behaves as its arguments say and tells on standard output what happens.

Each line is one JSON object: {"event": "listening", "port": ...} first, then {"event": "message", ...} for every message
that was taken, read by Python's own e-mail parser, {"event": "login", ...} for every attempt to log in, and
{"event": "held"} when a message is kept without an answer. It ends when its standard input does.
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD, TOKEN = "alerts@example.com", "app=pass word", "ya29.token"


def tell(event, **values):
    print(json.dumps({"event": event, **values}), flush=True)


def defects(part):
    found = [repr(defect) for defect in part.defects]
    for value in part.values():
        found += [repr(defect) for defect in getattr(value, "defects", [])]
    return found


def described(content):
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    head, _, body = content.partition(b"\r\n\r\n")
    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "addresses": {
            name: [[address.display_name, address.addr_spec] for address in message[name].addresses]
            for name in ("From", "To", "Cc", "Reply-To")
            if message[name]
        },
        "date": message["Date"].datetime.isoformat() if message["Date"] else None,
        "parts": [
            {"type": part.get_content_type(), "encoding": part["Content-Transfer-Encoding"], "text": part.get_content().replace("\r\n", "\n")}
            for part in parts
        ],
        "defects": sum((defects(part) for part in message.walk()), []),
        "longest_header_line": max(len(line) for line in head.split(b"\r\n")),
        "longest_body_line": max(len(line) for line in body.split(b"\r\n")),
        "bare_line_feeds": content.count(b"\n") - content.count(b"\r\n"),
        "is_ascii": content.isascii(),
        "size": len(content),
    }


class Handler:
    """Answers as the arguments say."""

    def __init__(self, arguments):
        self.refused = dict(text.split("=", 1) for text in arguments.refuse)
        self.hold, self.drop, self.data_reply = arguments.hold_data, arguments.drop_at, arguments.data_reply
        self.greylisted = set(arguments.greylist)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.drop == "MAIL":
            server.transport.abort()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.greylisted:
            self.greylisted.remove(address)
            return "451 4.7.1 Greylisted, please try again in a few minutes"
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient OK"

    async def handle_DATA(self, server, session, envelope):
        if self.hold:
            tell("held")
            await asyncio.Event().wait()
        if self.drop == "DATA":
            server.transport.abort()
        if self.data_reply:
            return self.data_reply
        tell(
            "message",
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            tls=server.transport.get_extra_info("sslcontext") is not None,
            helo=session.host_name,
            user=getattr(session, "user", None),
            **described(envelope.content),
        )
        return "250 2.0.0 Queued as 4711"


class Server(SMTP):
    """aiosmtpd with the ways to log in of the arguments, and with other greetings."""

    def __init__(self, handler, arguments, **options):
        self.arguments = arguments
        super().__init__(handler, **options)

    async def _handle_client(self):
        if self.arguments.silent:
            await asyncio.Event().wait()
        if self.arguments.greeting:
            await self.push(self.arguments.greeting)
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_STARTTLS(self, arg):
        if self.arguments.refuse_starttls:
            return await self.push("454 4.7.0 TLS not available due to a local problem")
        await super().smtp_STARTTLS(arg)

    async def auth_XOAUTH2(self, _, arguments):
        token = arguments[1] if len(arguments) > 1 else None
        if token is None:
            await self.push("334 ")
            token = (await self._reader.readline()).strip()
        words = base64.b64decode(token).decode().split("\x01")
        tell("login", way="XOAUTH2", user=words[0].removeprefix("user="))
        if words[:2] == [f"user={USER}", f"auth=Bearer {TOKEN}"]:
            self.session.user = USER
            return AuthResult(success=True, auth_data=USER)
        problem = json.dumps({"status": "400", "schemes": "bearer", "scope": "https://mail.example.com/"}).encode()
        await self.push("334 " + base64.b64encode(problem).decode())
        await self._reader.readline()
        await self.push("535 5.7.8 Username and Password not accepted.")
        return AuthResult(success=False, handled=True)


def authenticator(arguments):
    def authenticate(server, session, envelope, mechanism, data):
        if not isinstance(data, LoginPassword):
            return AuthResult(success=data == USER)
        tell("login", way=mechanism, user=data.login.decode())
        if data.login.decode() == USER and data.password.decode() == PASSWORD and not arguments.login_reply:
            session.user = USER
            return AuthResult(success=True)
        reply = arguments.login_reply or (
            "535-5.7.8 Username and Password not accepted. For more information, go to\r\n"
            "535 5.7.8  https://support.example.com/mail/?p=BadCredentials"
        )
        if arguments.echo:
            reply = f"535 5.7.8 I do not know {data.password.decode()} nor " + base64.b64encode(data.password).decode()
        return AuthResult(success=False, handled=False, message=reply)

    return authenticate


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--security", choices=["none", "starttls", "tls"], default="none")
    parser.add_argument("--auth", action="append", default=[], help="PLAIN, LOGIN, XOAUTH2; none for no login")
    parser.add_argument("--login-reply")
    parser.add_argument("--echo", action="store_true", help="repeat the password when refusing it")
    parser.add_argument("--refuse", action="append", default=[], metavar="ADDRESS=REPLY")
    parser.add_argument("--greylist", action="append", default=[], metavar="ADDRESS", help="451 once")
    parser.add_argument("--refuse-starttls", action="store_true")
    parser.add_argument("--hold-data", action="store_true", help="never answer after the message")
    parser.add_argument("--data-reply")
    parser.add_argument("--drop-at", choices=["MAIL", "DATA"])
    parser.add_argument("--greeting", help="greet with this and close")
    parser.add_argument("--silent", action="store_true", help="never greet")
    return parser.parse_args()


async def serve(arguments):
    loop = asyncio.get_running_loop()
    context = None
    if arguments.security != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificate, arguments.key)

    # One for all connections: a grey list remembers.
    handler = Handler(arguments)

    def connection():
        return Server(
            handler,
            arguments,
            hostname="mail.example.com",
            tls_context=context if arguments.security == "starttls" else None,
            require_starttls=arguments.security == "starttls",
            auth_required=bool(arguments.auth),
            auth_require_tls=arguments.security == "starttls",
            auth_exclude_mechanism=[way for way in ("PLAIN", "LOGIN", "XOAUTH2") if way not in arguments.auth],
            authenticator=authenticator(arguments),
            loop=loop,
        )

    server = await loop.create_server(
        connection, "127.0.0.1", 0, ssl=context if arguments.security == "tls" else None
    )
    tell("listening", port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)


def main():
    asyncio.new_event_loop().run_until_complete(serve(parse()))
    # Connections that are held on purpose must not hold up the end.
    os._exit(0)


if __name__ == "__main__":
    main()
