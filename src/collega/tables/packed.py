"""Zip files and the XML in them, read in bounded memory whatever they say of themselves."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO
from xml.parsers import expat

from collega.tables.limits import Limits

_CHUNK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack a chunk to any size in one go
_MEMBER = b"PK\x01\x02"  # stands in the list of contents before each member
_MOST_MEMBERS = 10_000
_EVENTS = 8  # of XML for a cell, at most: the cell, a text in it, a part of that
_NO_ATTRIBUTES: Mapping[str, str] = {}

Event = tuple[str, str, Mapping[str, str]]
START, END, TEXT = "start", "end", "text"


class BrokenError(Exception):
    """The file is not what it should be."""


# what opening and reading a file raises that is no zip, or is broken, encrypted or packed in a way nobody reads
NO_PACKAGE = (BrokenError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, struct.error)


class Package:
    """A zip file of which no more is unpacked than the limits allow, all members together."""

    def __init__(self, file: str, raw: bytes, limits: Limits) -> None:
        if raw.count(_MEMBER) > _MOST_MEMBERS:
            raise BrokenError
        self._file, self._limits, self._unpacked = file, limits, 0
        self._zip = zipfile.ZipFile(io.BytesIO(raw))
        self.names = tuple(self._zip.namelist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Return the content of a member bit by bit; DataError past the limit, counted and not as stated."""
        member = self._zip.getinfo(name)
        if member.compress_type not in _METHODS:
            raise BrokenError
        with self._zip.open(member) as stream:
            yield from self._counted(stream)

    def _counted(self, stream: IO[bytes]) -> Iterator[bytes]:
        while chunk := stream.read(_CHUNK):
            self._unpacked += len(chunk)
            self._limits.require(self._file, unpacked=self._unpacked)
            yield chunk

    def read(self, name: str) -> bytes:
        """Return the content of a small member."""
        return b"".join(self.chunks(name))

    def require_events(self, count: int) -> None:
        """Raise DataError where a part has more elements or records than all cells that are read could need."""
        self._limits.require(self._file, cells=count // _EVENTS)

    def events(self, name: str) -> Iterator[Event]:
        """Return what stands in an XML member, in order: ("start", tag, attributes), ("text", text), ("end", tag)."""
        queue: list[Event] = []
        count = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse  # entities can make a small file endless
        parser.StartElementHandler = lambda tag, attributes: queue.append((START, local(tag), attributes))
        parser.EndElementHandler = lambda tag: queue.append((END, local(tag), _NO_ATTRIBUTES))
        parser.CharacterDataHandler = lambda text: queue.append((TEXT, text, _NO_ATTRIBUTES))
        for chunk in self.chunks(name):
            parser.Parse(chunk)
            count += len(queue)
            self.require_events(count)
            yield from queue
            queue.clear()
        parser.Parse(b"", True)
        yield from queue


def _refuse(*_: object) -> None:
    raise BrokenError


def local(tag: str) -> str:
    """Return a name without the prefix that a program chose for its namespace."""
    return tag.rpartition(":")[2]
