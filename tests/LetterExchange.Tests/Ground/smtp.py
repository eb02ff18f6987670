"""The far end of the mail in tests: an SMTP server on loopback whose behaviour can be changed while it runs.

smtp.py FOLDER PORT [USER PASSWORD]

PORT 0 takes a free one. Each event is one line of JSON on standard output: listening, mail, refused, delayed, hung, dropped.
FOLDER/behaviour.json is read at each command: {"*": BEHAVIOUR, "address": BEHAVIOUR}, with BEHAVIOUR one of
accept, refuse (550), trylater (451), hang (no answer to the message), acceptthendrop (kept, and no answer).
"""

import asyncio
import json
import pathlib
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def tell(**event):
    print(json.dumps(event), flush=True)


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.kept = 0

    def behaviour(self, *addresses):
        rules = json.loads((self.folder / "behaviour.json").read_text())
        own = [rules[address.lower()] for address in addresses if address.lower() in rules]
        return own[0] if own else rules["*"]

    async def handle_RCPT(self, server, session, envelope, address, options):
        behaviour = self.behaviour(address)
        if behaviour == "refuse":
            tell(event="refused", to=[address])
            return "550 5.1.1 No such mailbox here"
        if behaviour == "trylater":
            tell(event="delayed", to=[address])
            return "451 4.3.0 Not now, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        behaviour = self.behaviour(*envelope.rcpt_tos)
        if behaviour == "hang":
            tell(event="hung", to=envelope.rcpt_tos)
            await asyncio.Event().wait()
        self.kept += 1
        file = self.folder / f"{self.kept:05}.eml"
        file.write_bytes(envelope.content)
        tell(event="mail", file=str(file), sender=envelope.mail_from, to=envelope.rcpt_tos)
        if behaviour == "acceptthendrop":
            tell(event="dropped", to=envelope.rcpt_tos)
            server.transport.abort()
        return "250 OK"


async def main(folder, port, user=None, password=None):
    def authenticate(server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)  # Not handled: the library answers.

    handler = Handler(pathlib.Path(folder))
    settings = {"hostname": "mail.test", "enable_SMTPUTF8": True, "auth_require_tls": False}
    if user:
        settings.update(authenticator=authenticate, auth_required=True)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop, **settings), "127.0.0.1", int(port))
    tell(event="listening", port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
