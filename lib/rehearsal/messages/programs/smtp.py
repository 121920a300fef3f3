"""Sends cases by Python's smtplib: raw messages as they are, in chunks, or what Python's own classes compose.

Its input is one JSON object: where to send, as whom, and the cases. It prints a JSON line for each case.
"""

import base64
import json
import smtplib
import ssl
import sys
from collections.abc import Callable
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr, make_msgid

Case = dict[str, object]


def addressed[Message: (EmailMessage, MIMEText, MIMEMultipart)](message: Message, case: Case) -> Message:
    message["From"] = formataddr(("The app", str(case["from"])))
    message["To"] = ", ".join(case["to"])
    message["Subject"] = f"Case {case['id']}"
    message["Message-ID"] = make_msgid(domain="app.example.com")
    return message


def text(case: Case) -> bytes:
    message = addressed(EmailMessage(), case)
    message.set_content("Hello.\nGrüße, 切手.\n")
    return message.as_bytes()


def long_text(case: Case) -> bytes:
    message = addressed(EmailMessage(), case)
    message.set_content("word " * 600 + "\n")
    return message.as_bytes()


def attached(case: Case) -> bytes:
    message = addressed(EmailMessage(), case)
    message.set_content("See the file.\n")
    message.add_alternative("<p>See the <b>file</b>: Größe</p>", subtype="html")
    message.add_attachment(bytes(range(256)) * 20, maintype="application", subtype="pdf", filename="Größe 切手.pdf")
    return message.as_bytes()


def forwarded(case: Case) -> bytes:
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "a@example.org", "b@example.org", "Forwarded: Größe"
    inner["Received"] = "from x.example.org by y.example.org; Thu, 26 Nov 2026 12:00:00 +0000"
    inner.set_content("As it came.\n")
    message = addressed(EmailMessage(), case)
    message.set_content("See below.\n")
    message.add_attachment(inner)
    return message.as_bytes()


def eight_bit(case: Case) -> bytes:
    message = addressed(EmailMessage(), case)
    message.set_content("Grüße als 8bit\n" * 5, cte="8bit")
    return message.as_bytes()


def subject(case: Case) -> bytes:
    message = addressed(EmailMessage(), case)
    del message["Subject"]
    message["Subject"] = "切手を貼って投函します " * 12
    message.set_content("Hello.\n")
    return message.as_bytes()


def many(case: Case) -> bytes:
    message = addressed(EmailMessage(), case)
    message["Cc"] = ", ".join(formataddr((f"Person {at}", f"p{at}@people.example.org")) for at in range(120))
    message.set_content("To many.\n")
    return message.as_bytes()


def legacy(case: Case) -> bytes:
    return addressed(MIMEText("Hello.\n"), case).as_bytes()


def legacy_utf8(case: Case) -> bytes:
    return addressed(MIMEText("Grüße, 切手\n" * 30, "plain", "utf-8"), case).as_bytes()


def legacy_html(case: Case) -> bytes:
    # us-ascii and 7bit, whatever the length of its one line.
    return addressed(MIMEText("<p>" + "<b>cell</b>" * 300 + "</p>", "html"), case).as_bytes()


def legacy_mixed(case: Case) -> bytes:
    message = addressed(MIMEMultipart(), case)
    message.attach(MIMEText("See the file.\n"))
    file = MIMEApplication(bytes(range(256)) * 4)
    file.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "Größe.bin"))
    message.attach(file)
    return message.as_bytes()


COMPOSED: dict[str, Callable[[Case], bytes]] = {
    each.__name__: each
    for each in (
        *(text, long_text, attached, forwarded, eight_bit, subject, many),
        *(legacy, legacy_utf8, legacy_html, legacy_mixed),
    )
}


def chunked(client: smtplib.SMTP, case: Case, message: bytes) -> None:
    """RFC 3030, which smtplib does not speak by itself."""
    count, *options = case["options"]
    client.ehlo_or_helo_if_needed()
    code, words = client.mail(str(case["from"]), options)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, words, str(case["from"]))
    for recipient in case["to"]:
        client.rcpt(recipient)
    size = -(-len(message) // int(count))
    pieces = [message[at : at + size] for at in range(0, len(message), size)]
    for at, piece in enumerate(pieces):
        last = " LAST" if at == len(pieces) - 1 else ""
        client.send(f"BDAT {len(piece)}{last}\r\n".encode() + piece)
        code, words = client.getreply()
        if code >= 400:
            raise smtplib.SMTPDataError(code, words)


def send(client: smtplib.SMTP, case: Case) -> None:
    if case["client"] == "python":
        client.sendmail(str(case["from"]), case["to"], COMPOSED[str(case["how"])](case))
        return
    message = base64.b64decode(str(case["raw"]))
    if case["client"] == "bdat":
        chunked(client, case, message)
    else:
        # Bytes go as they are: a str would have its line ends mended.
        client.sendmail(str(case["from"]), case["to"], message, case["options"])


def main() -> None:
    job = json.load(sys.stdin)
    context = ssl.create_default_context()
    for case in job["cases"]:
        said = "sent"
        try:
            with smtplib.SMTP_SSL(job["host"], job["port"], context=context, timeout=60) as client:
                client.login(job["login"], job["password"])
                send(client, case)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            said = f"{type(error).__name__}: {error}"
        print(json.dumps({"id": case["id"], "said": said[:500]}), flush=True)


main()
