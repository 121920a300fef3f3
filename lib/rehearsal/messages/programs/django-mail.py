"""Sends cases by Django's own mail, with the settings that `kitte users show --for django` prints."""

import json
import os
import runpy
import sys

import django
from django.conf import settings
from django.core import mail

Case = dict[str, object]


def compose(case: Case) -> mail.EmailMessage:
    how, to, sender = case["how"], case["to"], case["sender"]
    subject = f"Case {case['id']}: Größe"
    if how == "alternative":
        message = mail.EmailMultiAlternatives(subject, "Grüße, 切手\n", sender, to)
        message.attach_alternative("<p>" + "<b>Größe</b>" * 400 + "</p>", "text/html")
        return message
    message = mail.EmailMessage(subject, "Hello.\n" + "word " * 400, sender, to)
    if how == "attached":
        message.attach("Größe.csv", "a,b\n1,ö\n", "text/csv")
        message.attach("a.bin", bytes(range(256)) * 8, "application/octet-stream")
    if how == "headers":
        message.extra_headers = {
            "Reply-To": "ticket-1@support.example.org",
            "List-Unsubscribe": "<https://app.example.com/u/2>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return message


def main() -> None:
    job = json.load(sys.stdin)
    os.environ["MAIL_PASSWORD"] = job["password"]
    pasted = runpy.run_path(job["settings"])
    settings.configure(**{name: value for name, value in pasted.items() if name.isupper()})
    django.setup()
    for case in job["cases"]:
        said = "sent"
        try:
            compose(case | {"sender": settings.DEFAULT_FROM_EMAIL}).send()
        except OSError as error:
            said = f"{type(error).__name__}: {error}"
        print(json.dumps({"id": case["id"], "said": said[:500]}), flush=True)


main()
