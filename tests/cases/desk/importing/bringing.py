"""Bringing files to the import on the desk as a browser does, and reading what it answers."""

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

SOURCES = "reference,title,kind,published,url\n"
BULLETIN = "bulletin,The bulletin,news,March 2017,https://court.example/1\n"
EVENTS = "reference,title,date,kind,sources\n"
ARREST = "kim-arrest,Kim is arrested,spring 2014,arrest,bulletin\n"


def uploads(files: dict[str, str | bytes]) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        for name, text in files.items()
    ]


def brought(client, **files: str | bytes) -> str:
    """Brings files (their names without the ending); returns the address of the import."""
    named = {f"{name}.csv": text for name, text in files.items()}
    answer = client.post(reverse("admin:import"), {"files": uploads(named)})
    assert answer.status_code == 302
    return answer["Location"]


def words(answer) -> str:
    """The text of a page as people read it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    main = content.decode().partition('id="content-start"')[2]
    text = re.sub(r"<(script|style).*?</\1>", "", main, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def shown(client, address: str) -> str:
    return words(client.get(address))


def token(client, address: str) -> str:
    found = re.search(r'name="token" value="([^"]*)"', client.get(address).content.decode())
    assert found, "the page offers the import"
    return found[1]


def apply(client, address: str, **values: str):
    given = {"token": token(client, address), **values}
    return client.post(f"{address}apply/", given, follow=True)


def imported(client) -> str:
    address = brought(client, sources=SOURCES + BULLETIN, events=EVENTS + ARREST)
    apply(client, address)
    return address
