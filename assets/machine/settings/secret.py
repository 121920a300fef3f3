"""The logins' passwords, as Secrets Manager has them: a JSON object of login and password."""

import json

from kitte.base.aws import Aws
from kitte.base.shell import Broken, Json, NotYet

REMOVED = "KITTE_REMOVED"  # the label under which the secret keeps what logins had that left (lib/users/removed.ts)


def passwords(aws: Aws, name: str, settings: Json, report: Json) -> Json:
    """Of all logins of the settings. The report has the secret's version, also when some have none."""
    report["usersVersion"], secret = aws.secret(name)
    known = logins_of(name, secret)
    missing = [user["login"] for user in settings["users"] if user["login"] not in known]
    if missing:  # the secret is of a deploy that ended before it came to the settings: its logins go on as before
        known |= put_aside(name, aws, missing)
        missing = [login for login in missing if login not in known]
    if missing:
        raise NotYet(f"secret {name} has no password for {', '.join(missing)}")
    return known


def logins_of(name: str, secret: str) -> Json:
    """Its text goes into no message."""
    try:
        passwords = json.loads(secret)
    except ValueError:
        passwords = None
    if not isinstance(passwords, dict):
        raise Broken(f"secret {name} is no JSON object of logins and passwords")
    return {login: password for login, password in passwords.items() if isinstance(password, str) and password}


def put_aside(name: str, aws: Aws, logins: list[str]) -> Json:
    """What these had when they left the secret."""
    try:
        removed = json.loads(aws.secret(name, REMOVED)[1])
        return {login: removed[login]["password"] for login in logins if login in removed}
    except (NotYet, ValueError, KeyError, TypeError):  # there is none, or it is no such object: they are missing
        return {}
