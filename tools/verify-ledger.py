#!/usr/bin/env python3
"""Verifies a Counterfoil ledger without Counterfoil.

Written from the format's specification alone (Sources/EventLog/EventLog.docc/Format.md); shares no line with the
program that writes ledgers. Needs Python 3.11, and the commands lz4 and openssl.

  verify-ledger.py LEDGER                      every checksum, hash and signature, derived again
  verify-ledger.py LEDGER --against NOTE       ... and the log must continue this signed head, kept elsewhere
  verify-ledger.py LEDGER --proof FILE         ... and this proof file must hold

Exit codes: 0 whole, 1 damaged, 2 wrong use.
"""
import argparse
import base64
import binascii
import contextlib
import functools
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

FORMAT = 1
MAGIC_DATA, MAGIC_HEADER, MAGIC_COMMIT = 0x184D2204, 0x184D2A50, 0x184D2A51
MAGIC_FOOTER, MAGIC_PADDING = 0x184D2A52, 0x184D2A53
HEADER_BYTES, COMMIT_FIXED, FOOTER_FIXED, BLOCK_BYTES, PAGE = 52, 76, 96, 104, 4096
NO_MIN, NO_MAX = 2**63 - 1, -(2**63)
GREATEST = 10**18 - 1  # of 18 digits
EMPTY_ROOT = hashlib.sha256(b"").digest()


class WrongUse(Exception):
    """Something that the caller has to change."""


# --- Checksums, hashes, text ------------------------------------------------------------------------------------

def crc_tables():
    bytewise = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        bytewise.append(value)
    # Two bytes a step: the state after byte a and then byte b.
    wide = [0] * 65536
    for word in range(65536):
        state = bytewise[word & 255]
        wide[word] = (state >> 8) ^ bytewise[(state ^ (word >> 8)) & 255]
    return bytewise, wide


CRC_BYTE, CRC_WIDE = crc_tables()


def crc32c(data):
    state = 0xFFFFFFFF
    even = len(data) & ~1
    wide = CRC_WIDE
    for word in memoryview(bytes(data[:even])).cast("H") if sys.byteorder == "little" else ():
        state = wide[(state ^ word) & 0xFFFF] ^ (state >> 16)
    for byte in data[even if sys.byteorder == "little" else 0:]:
        state = CRC_BYTE[(state ^ byte) & 255] ^ (state >> 8)
    return state ^ 0xFFFFFFFF


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves):
    """The root over a list of leaves: RFC 6962, 2.1, level by level; a last one without a sibling moves up."""
    if not leaves:
        return EMPTY_ROOT
    level = leaves
    while len(level) > 1:
        above = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def unbase64(text, length=None):
    """Bytes of canonical base64; None for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if base64.b64encode(data).decode() != text or (length is not None and len(data) != length):
        return None
    return data


def decimal(text):
    """A number without sign and leading zeros; None for anything else."""
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,17}", text) else None


TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d\d):(\d\d))", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@functools.cache
def days_since_1970(year, month, day):
    try:
        return (datetime(max(year, 1), month, day, tzinfo=timezone.utc) - EPOCH).days
    except ValueError:
        return None


@functools.lru_cache(4096)
def microseconds(text):
    """The instant of an RFC 3339 text; None for anything else."""
    match = TIME.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    if hour > 23 or minute > 59 or second > 60:
        return None
    days = days_since_1970(year, month, day)
    if days is None:
        return None
    offset = 0
    if match[9]:
        if int(match[10]) > 23 or int(match[11]) > 59:
            return None
        offset = (int(match[10]) * 3600 + int(match[11]) * 60) * (1 if match[9] == "+" else -1)
    fraction = int((match[7] or "0")[:6].ljust(6, "0"))
    return (days * 86400 + hour * 3600 + minute * 60 + second - offset) * 1_000_000 + fraction


def words(first, last):
    return f"event {first}" if first == last else f"events {first}-{last}"


def plain(text):
    """A text with escapes for all that can not be printed: no name of a file can forge a line."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def is_regular(path):
    """Whether a regular file stands there. Nothing else is opened: it may never end, or lead out of the folder."""
    return stat.S_ISREG(os.lstat(path).st_mode)


# --- Signed notes -----------------------------------------------------------------------------------------------

SIGNATURE = re.compile("\u2014 ([^ +\n]+) ([A-Za-z0-9+/=]+)")


def split_note(data):
    """(text, [(name, key id, signature)]) of a signed note; None where it is none."""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(ord(c) < 32 and c != "\n" for c in note) or "\n\n" not in note or not note.endswith("\n"):
        return None
    head, tail = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2:]
    lines = tail.split("\n")[:-1]
    if not lines or len(lines) > 100:
        return None
    signatures = []
    for line in lines:
        match = SIGNATURE.fullmatch(line)
        raw = unbase64(match[2]) if match else None
        if raw is None or len(raw) < 5:
            return None
        signatures.append((match[1], raw[:4], raw[4:]))
    return head, signatures


def parse_checkpoint(data):
    """A checkpoint's origin, size, root and note; None where it is none."""
    note = split_note(data)
    if note is None:
        return None
    lines = note[0].split("\n")
    if len(lines) != 4 or not lines[0]:
        return None
    size, root = decimal(lines[1]), unbase64(lines[2], 32)
    if size is None or root is None:
        return None
    return {"origin": lines[0], "size": size, "root": root, "text": note[0], "signatures": note[1]}


def key_id(name, public):
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


@functools.cache
def ed25519(job):
    """Whether openssl accepts a signature of a text with a public key."""
    public, text, signature = job
    if len(signature) != 64:
        return False
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        key = bytes.fromhex("302a300506032b6570032100") + public
        for name, content in (("key", key), ("text", text.encode()), ("signature", signature)):
            paths[name] = os.path.join(folder, name)
            with open(paths[name], "wb") as file:
                file.write(content)
        run = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths["key"], "-rawin",
             "-in", paths["text"], "-sigfile", paths["signature"]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return run.returncode == 0


def is_signed(text, signatures, name, public):
    """Whether this key signed the text: at least once, and never badly."""
    own = [s for n, i, s in signatures if n == name and i == key_id(name, public)]
    return bool(own) and all(ed25519((public, text, s)) for s in own)


# --- LEDGER -----------------------------------------------------------------------------------------------------

NUMBER = "([1-9][0-9]{0,17})"
LEDGER = re.compile(
    r'\{"format":' + NUMBER + r',"ledger":"([0-9a-f]{32})","created_at":"([^"]*)","origin":"([^\0- +,"\\{}\x7f-\uffff]+)",'
    r'"public_key":"([^"]*)","events_per_block":' + NUMBER + r',"blocks_per_segment":' + NUMBER
    + r',"checksum":"([0-9a-f]{8})"\}\n')
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class Identity:
    def __init__(self, data):
        mark = data.rfind(b',"checksum"')
        if mark < 0 or data[mark:] != b',"checksum":"%08x"}\n' % crc32c(data[:mark]):
            raise ValueError("it is not as written: its checksum is wrong")
        match = re.match(rb'\{"format":' + NUMBER.encode() + b",", data)
        if match and int(match[1]) > FORMAT:
            raise WrongUse(f"this ledger has format {int(match[1])}, and this verifier knows format {FORMAT}")
        match = LEDGER.fullmatch(data.decode("ascii", "replace"))
        public = unbase64(match[5], 32) if match else None
        if public is None or not AT.fullmatch(match[3]) or microseconds(match[3]) is None:
            raise ValueError("it is not as written: a member is missing or has another form")
        self.id, self.origin, self.public = bytes.fromhex(match[2]), match[4], public
        self.opened = data[:mark] + b"}"  # the body of event 1
        self.per_block, self.blocks = int(match[6]), int(match[7])
        self.per_segment = self.per_block * self.blocks
        good = all(n > 0 and n & (n - 1) == 0 for n in (self.per_block, self.blocks))
        if not good or self.blocks > 32768 or self.per_segment > 65536:
            raise ValueError("it is not as written: its geometry is none of this format")

    def header(self, form, first):
        data = struct.pack("<II4sHH16sQII", MAGIC_HEADER, 44, b"CFsg", 1, form, self.id, first, self.per_block, self.blocks)
        return data + struct.pack("<I", crc32c(data))


# --- Lines ------------------------------------------------------------------------------------------------------

KEYS = {name: place for place, name in enumerate(
    ("seq", "at", "kind", "v", "stream", "prev", "cause", "run", "source_at", "effective_at", "salt", "body"))}
KIND = re.compile(r"[a-z0-9._-]{1,64}")
ERASED = re.compile(rb'"erased":(\{"leaf":"([A-Za-z0-9+/=]{44})","by":([1-9][0-9]{0,17})\})\}')


LOST = re.compile(rb'"body":\{"leaf":"([A-Za-z0-9+/=]{44})"\}\}\Z')


def number_of(digits):
    """A number of a line. Long ones stand in bodies only, where nobody looks at them: Python would read them slowly."""
    return int(digits) if len(digits) < 20 else float(digits)


JSON = json.JSONDecoder(parse_int=number_of)
DEPTH = 128 + 1  # of a body, and the line around it


def is_too_deep(line, event):
    """Whether arrays and objects are nested deeper than the format allows."""
    if line.count(b"[") + line.count(b"{") <= DEPTH:
        return False
    level = [event]
    for _ in range(DEPTH):
        level = [inner for value in level if isinstance(value, (dict, list))
                 for inner in (value.values() if isinstance(value, dict) else value)]
    return any(isinstance(value, (dict, list)) for value in level)


def read_line(line, number):
    """What the checks need of a line: (event, leaf); a text where it is not the event it should be."""
    try:
        event = JSON.decode(line.decode("utf-8"))
    except UnicodeDecodeError:
        return "the line is not UTF-8"
    except (ValueError, RecursionError):
        return "the line is no JSON"
    if not isinstance(event, dict) or event.get("seq") != number or not line.startswith(b'{"seq":%d,' % number):
        return "the line is not the event that stands here"
    if is_too_deep(line, event):
        return "the line is nested deeper than the format allows"
    names = list(event)
    order = [KEYS[name] for name in names if name in KEYS]
    if order != sorted(order) or names[-1] not in ("body", "erased"):
        return "members stand in another order than the format says"
    for name in ("at", "kind", "stream"):
        if not isinstance(event.get(name), str) or not event[name]:
            return f"{name} is missing or no text"
    try:
        event["stream"].encode()
    except UnicodeEncodeError:  # an escape for half a character
        return "the line is no JSON"
    for name in ("v", "prev", "cause", "run"):
        if name in event and (type(event[name]) is not int or not 0 < event[name] < 10**18):
            return f"{name} is no number of the format"
    if not KIND.fullmatch(event["kind"]) or not AT.fullmatch(event["at"]):
        return "kind or at has another form than the format says"
    if "erased" in event:
        match = ERASED.search(line)
        leaf = unbase64(match[2].decode(), 32) if match and match.end() == len(line) else None
        if leaf is None:
            return "the mark of an erased event has another form than the format says"
        return event, leaf
    if not isinstance(event["body"], dict):
        return "body is no object"
    if event["kind"] == "event.lost" and (match := LOST.search(line)) is not None:
        leaf = unbase64(match[1].decode(), 32)
        if leaf is not None:
            return event, leaf
    return event, hashlib.sha256(b"\0" + line).digest()


# --- Segments ---------------------------------------------------------------------------------------------------

def unlz4(frames, size):
    """What LZ4 frames hold, by the lz4 command; None where they are not whole."""
    run = subprocess.run(["lz4", "-dc"], input=frames, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return run.stdout if run.returncode == 0 and len(run.stdout) == size else None


def frame_length(data, start):
    """The length of the data frame at a place, by the sizes of its blocks; None where none stands there whole."""
    if len(data) - start < 7 or struct.unpack_from("<I", data, start)[0] != MAGIC_DATA:
        return None
    flags = data[start + 4]
    if flags >> 6 != 1:
        return None
    place = start + 7 + (8 if flags & 8 else 0) + (4 if flags & 1 else 0)
    while True:
        if len(data) - place < 4:
            return None
        size = struct.unpack_from("<I", data, place)[0] & 0x7FFFFFFF
        place += 4
        if size == 0:
            break
        place += size + (4 if flags & 16 else 0)
    place += 4 if flags & 4 else 0
    return place - start if place <= len(data) else None


def read_commit(data, place, end, identity):
    """The commit header at a place and before an end, its checksum and ledger checked; None where there is none."""
    if end - place < COMMIT_FIXED:
        return None
    (magic, rest, tag, version, flags, ledger, first, count, raw, stored, checksum, durable, commit_first,
     streams) = struct.unpack_from("<II4sHH16sQIIIIQQI", data, place)
    length = COMMIT_FIXED + 8 * streams + 4
    if magic != MAGIC_COMMIT or tag != b"CFcm" or rest != length - 8 or end - place < length:
        return None
    if not streams <= count <= identity.per_segment:
        return None
    head = data[place: place + length - 4]
    if struct.unpack_from("<I", data, place + length - 4)[0] != crc32c(head) or version != 1 or ledger != identity.id:
        return None
    if not (count > 0 and 0 < commit_first <= first and durable < commit_first and first + count - 1 <= GREATEST):
        return None
    return {"place": place, "first": first, "count": count, "raw": raw, "frame": place + length, "stored": stored,
            "checksum": checksum, "durable": durable, "commit_first": commit_first, "continues": bool(flags & 1),
            "streams": struct.unpack_from(f"<{streams}Q", data, place + COMMIT_FIXED)}


def frame_counts(data, commit):
    frame = data[commit["frame"]: commit["frame"] + commit["stored"]]
    return len(frame) == commit["stored"] and crc32c(frame) == commit["checksum"]


def read_footer(data, first, identity):
    """The footer at the end of a sealed segment; None where it is not whole."""
    if len(data) < FOOTER_FIXED + 16 or data[-8:-4] != b"CFft":
        return None
    if struct.unpack_from("<I", data, len(data) - 4)[0] != crc32c(data[-12:-4]):
        return None
    length = struct.unpack_from("<I", data, len(data) - 12)[0]
    start = len(data) - length
    if start < 0 or length < FOOTER_FIXED + 16:
        return None
    (magic, rest, tag, version, zero, ledger, stated, count, blocks, entries, lists, overflow, filters
     ) = struct.unpack_from("<II4sHH16sQIIIIII", data, start)
    region = 64 * filters + 8 * entries + (4 * (lists + 1) if lists else 0) + 2 * overflow
    pages = (region + PAGE - 1) // PAGE
    head = FOOTER_FIXED + BLOCK_BYTES * blocks + 4 * pages
    if (magic, tag, version) != (MAGIC_FOOTER, b"CFft", 1) or rest != length - 8 or head + 4 + region + 12 != length:
        return None
    if struct.unpack_from("<I", data, start + head)[0] != crc32c(data[start: start + head]):
        return None
    if (ledger, stated, count, blocks) != (identity.id, first, identity.per_segment, identity.blocks):
        return None
    table = []
    for index in range(blocks):
        fields = struct.unpack_from("<QIIIIqqqqqq32s", data, start + FOOTER_FIXED + BLOCK_BYTES * index)
        table.append({"frame": fields[0], "stored": fields[1], "raw": fields[2], "checksum": fields[3],
                      "count": fields[4], "root": fields[11], "entry": fields})
        if fields[4] != identity.per_block:
            return None
    return {"start": start, "blocks": table}


@functools.lru_cache(200_000)
def stream_hash(name):
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def make_region(streams_of_blocks):
    """Filter, entries, list starts and overflow for the stream names of each block."""
    places, names = {}, set()
    for index, streams in enumerate(streams_of_blocks):
        names |= streams
        for stream in streams:
            places.setdefault(stream_hash(stream) >> 16, set()).add(index)
    blocks = (10 * len(names) + 511) // 512
    filters = bytearray(64 * blocks)
    for stream in names:
        short = stream_hash(stream)
        start = 64 * (((short >> 32) * blocks) >> 32)
        mixed = short * 0x9E3779B97F4A7C15 % 2**64
        for probe in range(6):
            bit = (mixed >> (9 * probe + 1)) & 511
            filters[start + (bit >> 3)] |= 1 << (bit & 7)
    entries, starts, overflow = [], [0], []
    for key in sorted(places):
        found = sorted(places[key])
        if len(found) == 1:
            entries.append(key << 16 | found[0])
        else:
            entries.append(key << 16 | 0x8000 | len(starts) - 1)
            overflow += found
            starts.append(len(overflow))
    starts = starts if len(starts) > 1 else []
    region = bytes(filters) + struct.pack(f"<{len(entries)}Q", *entries)
    region += struct.pack(f"<{len(starts)}I", *starts) + struct.pack(f"<{len(overflow)}H", *overflow)
    return region, (len(entries), max(0, len(starts) - 1), len(overflow), blocks)


def make_footer(identity, first, blocks, root):
    """The footer as it must be for what the blocks hold."""
    region, counts = make_region([block["streams"] for block in blocks])
    pages = [region[at: at + PAGE] for at in range(0, len(region), PAGE)]
    length = FOOTER_FIXED + BLOCK_BYTES * len(blocks) + 4 * len(pages) + 4 + len(region) + 12
    head = struct.pack("<II4sHH16sQII4I32s", MAGIC_FOOTER, length - 8, b"CFft", 1, 0, identity.id, first,
                       sum(block["count"] for block in blocks), len(blocks), *counts, root)
    for block in blocks:
        head += struct.pack("<QIIIIqqqqqq32s", block["frame"], block["stored"], block["raw"], block["checksum"],
                            block["count"], *block["times"], block["root"])
    head += b"".join(struct.pack("<I", crc32c(page)) for page in pages)
    tail = struct.pack("<I4s", length, b"CFft")
    return head + struct.pack("<I", crc32c(head)) + region + tail + struct.pack("<I", crc32c(tail))


class Segment:
    """One file of the log: where its lines stand, and what of it counts."""

    def __init__(self, path, first, identity):
        self.file = "log/" + os.path.basename(path)
        self.first, self.findings = first, []
        with open(path, "rb") as file:
            self.data = data = file.read()
        self.last_possible = first + identity.per_segment - 1
        header = data[:HEADER_BYTES]
        self.stranger = self.strange(header, identity)
        if self.stranger:
            self.find(self.stranger)
            self.footer, self.is_sealed, self.is_header_whole = None, False, True
            self.batches, self.durable, self.end = [], first, 0  # a segment had begun here: more is not known
            return
        self.is_header_whole = header in (identity.header(1, first), identity.header(2, first))
        says_active, says_sealed = header == identity.header(1, first), header == identity.header(2, first)
        self.footer = None if says_active else read_footer(data, first, identity)
        self.is_sealed = says_sealed or self.footer is not None
        self.batches, self.durable, self.end = [], 0, HEADER_BYTES
        if self.is_sealed:
            self.find_blocks(identity)
        else:
            self.find_commits(identity)
        if not self.is_header_whole and self.batches:
            self.find("the segment's header is not as written")

    def find(self, what, first=None, last=None):
        self.findings.append((self.file, what, first, last if last is not None else first))

    def strange(self, header, identity):
        """What is wrong with a whole header that is not that of its place; None where nothing is, or none stands there."""
        if len(header) < HEADER_BYTES or struct.unpack_from("<I", header)[0] != MAGIC_HEADER or header[8:12] != b"CFsg":
            return None
        if struct.unpack_from("<I", header, 48)[0] != crc32c(header[:48]):
            return None
        version, _, ledger, first = struct.unpack_from("<HH16sQ", header, 12)
        if version > 1:
            raise WrongUse(f"{self.file} has version {version}, and this verifier knows version 1")
        if ledger != identity.id:
            return f"the file is of another ledger, {ledger.hex()[:8]}"
        return None if first == self.first else f"the file begins with event {first}, and its name says {self.first}"

    def find_blocks(self, identity):
        if self.footer is not None:
            table = self.footer["blocks"]
        else:
            self.find("the segment's footer is not as written")
            table, place = [], HEADER_BYTES
            for _ in range(identity.blocks):
                length = frame_length(self.data, place)
                if length is None or length < 15 or not self.data[place + 4] & 8:
                    break
                raw = struct.unpack_from("<Q", self.data, place + 6)[0]
                # No checksum but the frame's own one, which lz4 checks.
                table.append({"frame": place, "stored": length, "raw": raw, "count": identity.per_block,
                              "checksum": None, "root": None})
                place += length
        number, place = self.first, HEADER_BYTES
        for block in table:
            if block["frame"] != place:
                self.find("a block does not begin where the one before ends", number)
            place = block["frame"] + block["stored"]
            self.batches.append({**block, "first": number})
            number += block["count"]
        self.end, self.durable = place, self.last_possible
        if number <= self.last_possible:
            self.find("blocks are damaged or missing", number, self.last_possible)

    def find_commits(self, identity):
        place, next_number = HEADER_BYTES, self.first
        while (commit := read_commit(self.data, place, len(self.data), identity)) is not None:
            last = commit["first"] + commit["count"] - 1
            begins_right = commit["commit_first"] == commit["first"] or (
                next_number == self.first and commit["commit_first"] < self.first)
            if commit["first"] != next_number or last > self.last_possible or not begins_right:
                break
            if commit["continues"] and last != self.last_possible:
                break
            if not frame_counts(self.data, commit):
                break
            self.batches.append({**commit, "is_checked": True})
            self.durable = max(self.durable, commit["durable"])
            next_number, place = last + 1, commit["frame"] + commit["stored"]
        self.end = place if self.batches or self.is_header_whole else 0

    @property
    def last(self):
        return self.batches[-1]["first"] + self.batches[-1]["count"] - 1 if self.batches else self.first - 1

    def is_whole(self):
        """Whether nothing but padding stands behind the last commit. Less than a header is half a segment, also nothing."""
        rest = self.data[self.end:]
        is_padding = (len(rest) >= 8 and not any(rest[8:])
                      and struct.unpack_from("<II", rest) == (MAGIC_PADDING, len(rest) - 8))
        return self.end > 0 and (not rest or is_padding)

    def behind(self, identity):
        """Commit headers behind the damage: the highest event they call durable, and the whole commits there."""
        # Each up to the next one: headers or frames that say they overlap would take long to look at where they are many.
        mark = re.escape(struct.pack("<I", MAGIC_COMMIT)) + b".{4}CFcm.{4}" + re.escape(identity.id)
        starts = [match.start() for match in re.compile(mark, re.DOTALL).finditer(self.data, self.end)]
        durable, found = 0, []
        for place, end in zip(starts, starts[1:] + [len(self.data)]):
            commit = read_commit(self.data, place, end, identity)
            if commit is None:
                continue
            durable = max(durable, commit["durable"])
            if commit["frame"] + commit["stored"] <= end and frame_counts(self.data, commit):
                found.append((commit["first"], commit["first"] + commit["count"] - 1))
        return durable, found


def check_segment(job):
    """Everything that can be said of one segment by itself: leaves, links inside, findings."""
    path, first, limit, identity, keeps = job
    segment = Segment(path, first, identity)
    facts = {"first": first, "file": segment.file, "leaves": bytearray(), "hidden": set(), "roots": {}, "firsts": {}, "lasts": {}, "gap": False,
             "first_at": None, "last_at": None, "erased": [], "lost": set(), "special": [], "kept": {}, "last": first - 1}
    batches = [b for b in segment.batches if b["first"] + b["count"] - 1 <= limit or segment.is_sealed]
    lines = decode(segment, batches)
    blocks = []
    for batch, text in zip(batches, lines):
        block = check_batch(segment, batch, text, facts, keeps)
        blocks.append(block)
    if segment.is_sealed and segment.last < segment.last_possible:
        facts["gap"], facts["lasts"] = True, {}  # behind the blocks that are missing
    if segment.is_sealed and segment.footer is not None and all(blocks):
        root = tree_root([block["root"] for block in blocks])
        if make_footer(identity, first, blocks, root) != segment.data[segment.end:]:
            segment.find("the segment's footer does not say what its blocks hold")
    elif segment.is_sealed and segment.footer is not None and segment.footer["start"] != segment.end:
        segment.find("the segment's footer does not begin where the last block ends")
    facts["findings"] = segment.findings
    return facts


def decode(segment, batches):
    """The lines of each batch, None where it can not be read: all at once, or one by one where that fails."""
    good = [b for b in batches
            if b.get("is_checked") or b["checksum"] is None or frame_counts(segment.data, b)]
    frames = [segment.data[b["frame"]: b["frame"] + b["stored"]] for b in good]
    whole = unlz4(b"".join(frames), sum(b["raw"] for b in good)) if good else b""
    texts, place = {}, 0
    for batch, frame in zip(good, frames):
        if whole is not None:
            text = whole[place: place + batch["raw"]]
            place += batch["raw"]
        else:
            text = unlz4(frame, batch["raw"])
        texts[batch["first"]] = text
    return [texts.get(batch["first"]) for batch in batches]


def check_batch(segment, batch, text, facts, keeps):
    """Checks the lines of a block or commit; gives what a footer has to say of it, None where it can not be read."""
    first, last = batch["first"], batch["first"] + batch["count"] - 1
    facts["last"] = last
    lines = text.split(b"\n") if text is not None else []
    if not lines or lines[-1] != b"" or len(lines) - 1 != batch["count"]:
        segment.find(f"the compressed lines at byte {batch['frame']} are not as written", first, last)
        return hide(facts, batch)
    events = []
    for number, line in enumerate(lines[:-1], first):
        found = read_line(line, number)
        if isinstance(found, str):
            segment.find(found, number)
            return hide(facts, batch)
        events.append((line, *found))
    times, streams = [NO_MIN, NO_MAX] * 3, set()
    for line, event, leaf in events:
        check_event(segment, line, event, facts, times, keeps)
        streams.add(event["stream"])
    leaves = [leaf for _, _, leaf in events]
    facts["leaves"] += b"".join(leaves)
    if "streams" in batch and set(batch["streams"]) != {stream_hash(stream) for stream in streams}:
        segment.find("a commit's header names other streams than its lines", first, last)
    root = tree_root(leaves) if segment.is_sealed else None
    if batch.get("root") is not None and batch["root"] != root:
        segment.find("the lines of a block have another root than the footer says", first, last)
    return {**batch, "times": times, "streams": streams, "root": root}


def hide(facts, batch):
    """Events that can not be read: a block's stated root still stands for them, but their streams are not known."""
    facts["gap"], facts["lasts"] = True, {}
    start = len(facts["leaves"]) // 32
    if batch.get("root") is not None:
        facts["roots"][start] = (batch["count"], batch["root"])
    facts["hidden"].update(range(start, start + batch["count"]))
    facts["leaves"] += bytes(32 * batch["count"])


def check_event(segment, line, event, facts, times, keeps):
    number, stream = event["seq"], event["stream"]
    at = microseconds(event["at"])
    if at is None or (facts["last_at"] is not None and at < facts["last_at"]):
        segment.find("at runs backwards or is no time", number)
    else:
        facts["first_at"] = at if facts["first_at"] is None else facts["first_at"]
        facts["last_at"] = at
    for place, name in enumerate(("at", "source_at", "effective_at")):
        instant = microseconds(event[name]) if isinstance(event.get(name), str) else None
        if instant is not None:
            times[2 * place] = min(times[2 * place], instant)
            times[2 * place + 1] = max(times[2 * place + 1], instant)
    if event.get("cause", 0) >= number or event.get("run", 0) > number:
        segment.find("cause or run names a later event", number)
    prev = event.get("prev", 0)
    if stream in facts["lasts"]:
        # A lost event may have been of this stream: then it is still named as the previous one.
        is_lost = prev > facts["lasts"][stream] and prev in facts["lost"]
        if prev != facts["lasts"][stream] and not is_lost:
            segment.find(f"prev is {prev}, not {facts['lasts'][stream]}", number)
    elif not facts["gap"]:
        facts["firsts"][stream] = (number, prev)
    facts["lasts"][stream] = number
    if "erased" in event:
        facts["erased"].append((number, event["erased"]["by"]))
    if event["kind"] == "event.lost":
        facts["lost"].add(number)
    if event["kind"] in ("key.rotated", "event.erased", "loss.accepted", "command.started"):
        facts["special"].append(event)
    if number in keeps:
        facts["kept"][number] = line


# --- The ledger -------------------------------------------------------------------------------------------------

class Verifier:
    def __init__(self, folder):
        self.folder = folder
        self.findings, self.notes = {}, []  # each finding once, in their order
        self.heads = []  # (size, root, who says so)
        self.rotations = []  # (size, public key, note)
        self.good_heads = 0
        if not is_regular(os.path.join(folder, "LEDGER")):
            raise ValueError("it is no regular file, and is not opened")
        self.identity = Identity(self.read("LEDGER"))

    def find(self, file, what, first=None, last=None):
        self.findings[file, what, first, last if last is not None else first] = True

    def names(self, folder):
        path = os.path.join(self.folder, folder)
        if not os.path.lexists(path):
            return []
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            self.find(folder, "it is no folder, and is not looked into")
            return []
        return sorted(os.listdir(path))

    def read(self, *parts):
        with open(os.path.join(self.folder, *parts), "rb") as file:
            return file.read()

    def numbered(self, folder, suffix=""):
        """The files of a folder whose name is twenty digits and a suffix; others are findings."""
        found = []
        for name in self.names(folder):
            if not re.fullmatch(r"[0-9]{20}" + re.escape(suffix), name) or int(name[:20]) > GREATEST:
                self.find(f"{folder}/{name}", "no file of the format has this name here")
            elif not is_regular(os.path.join(self.folder, folder, name)):
                self.find(f"{folder}/{name}", "it is no regular file, and is not opened")
            else:
                found.append((int(name[:20]), name))
        return found

    # Keys and signed heads

    def public_for(self, size):
        public = self.identity.public
        for after, new, _ in self.rotations:
            if after < size:
                public = new
        return public

    def read_keys(self):
        origin, last = self.identity.origin, 0
        for size, name in self.numbered("keys"):
            data = self.read("keys", name)
            statement = self.parse_rotation(data)
            if statement is None or statement[0] != size or size <= last or statement[2] != self.public_for(2**63):
                self.find(f"keys/{name}", "the change of keys is not as written, or does not follow the one before it")
                continue
            last = size
            self.rotations.append((size, statement[3], data))
            self.heads.append((size, statement[1], f"keys/{name}"))

    def parse_rotation(self, data):
        """(size, root, old key, new key) of a statement with both signatures; None where it is none."""
        note = split_note(data)
        if note is None:
            return None
        lines = note[0].split("\n")
        if len(lines) != 8 or lines[:3] != ["counterfoil key rotation v1", self.identity.origin, self.identity.id.hex()]:
            return None
        size, root, old, new = decimal(lines[3]), *(unbase64(line, 32) for line in lines[4:7])
        if None in (size, root, old, new):
            return None
        origin = self.identity.origin
        if not all(is_signed(*note, origin, public) for public in (old, new)):
            return None
        return size, root, old, new

    def read_checkpoints(self, pool):
        jobs, self.stored = [], set()
        for size, name in self.numbered("checkpoints"):
            self.stored.add(size)
            head = parse_checkpoint(self.read("checkpoints", name))
            public = self.public_for(size)
            own = [] if head is None else [
                s for n, i, s in head["signatures"] if n == self.identity.origin and i == key_id(n, public)]
            if head is None or head["size"] != size or head["origin"] != self.identity.origin or not own:
                self.find(f"checkpoints/{name}", "the signed head is not as written, or the key of its size did not sign it")
            else:
                jobs.append((name, head, [(public, head["text"], s) for s in own]))
        results = pool.map(ed25519, [check for _, _, checks in jobs for check in checks])
        place = 0
        for name, head, checks in jobs:
            if all(results[place: place + len(checks)]):
                self.heads.append((head["size"], head["root"], f"checkpoints/{name}"))
            else:
                self.find(f"checkpoints/{name}", "the signature of this head is wrong")
            place += len(checks)
        return max((size for size, _, file in self.heads if file.startswith("checkpoints/")), default=0)

    # The log

    def survey(self, claimed):
        """Which segments count, and how far: (paths, whole, known durable)."""
        per_segment = self.identity.per_segment
        listing = []
        for first, name in self.numbered("log", ".jsonl.lz4"):
            if first < 1 or (first - 1) % per_segment:
                self.find(f"log/{name}", "no segment of this ledger begins with this event")
            else:
                listing.append((first, os.path.join(self.folder, "log", name)))
        chain, behind, durable, found, whole, next_first, broken = [], [], claimed, [], 0, 1, False
        half, untidy = None, []
        for first, path in listing:
            segment = Segment(path, first, self.identity)
            durable = max(durable, segment.durable)
            if segment.stranger:
                broken = True
                self.find(*segment.findings[0])
                continue
            if broken or first != next_first:
                broken = True
                behind.append((first, path, segment.is_sealed))
                if segment.is_sealed:
                    found.append((first, segment.last_possible))
                else:
                    more, commits = Segment.behind(segment, self.identity)
                    durable, found = max(durable, more), found + commits
                    found += [(b["first"], b["first"] + b["count"] - 1) for b in segment.batches]
                continue
            chain.append((first, path))
            if segment.batches:
                half = segment.batches[-1]["commit_first"] if segment.batches[-1].get("continues") else None
            whole, next_first = segment.last, first + per_segment
            if segment.is_sealed:
                whole = segment.last_possible
            else:
                broken = segment.last < segment.last_possible
                if not segment.is_whole():
                    more, commits = segment.behind(self.identity)
                    durable, found = max(durable, more), found + commits
                    untidy.append((segment.file, segment.last))
        # Behind a full segment that others follow; behind the last one it is the end of the log.
        torn = untidy.pop()[0] if untidy and chain[-1][1].endswith(untidy[-1][0]) else None
        for file, last in untidy:
            self.notes.append(f"{file}: behind event {last}, the segment's last, stand bytes of no event; the next writer takes them off")
        if half is not None:
            whole, torn = half - 1, torn or self.segment_file(half)
        self.judge(whole, durable, found, [f for f, _, _ in behind], torn)
        sealed_behind = [(first, path) for first, path, is_sealed in behind if is_sealed]
        return chain, sealed_behind, whole

    def segment_file(self, number):
        """The file in which an event stands."""
        first = (number - 1) // self.identity.per_segment * self.identity.per_segment + 1
        return f"log/{first:020}.jsonl.lz4"

    def judge(self, whole, durable, found, behind, torn):
        if whole < durable:
            # The later one: where a file is missing, what stands behind the full one before it is not the damage.
            place, number, is_lost = max(torn or "", self.segment_file(whole + 1)), whole + 1, False
            for first, last in sorted(found) + [(durable + 1, durable + 1)]:
                if number < first and number <= durable:
                    file = place if number == whole + 1 else self.segment_file(number)
                    self.find(file, "events that were durable are damaged or missing", number, min(first - 1, durable))
                    is_lost = True
                number = max(number, last + 1)
            if not is_lost:
                self.find(self.segment_file(whole + 1), "whole commits stand behind bytes of no event: they can not be read "
                          "in their order", whole + 1, durable)
        elif torn or behind:
            place = torn or self.segment_file(whole + 1)
            self.notes.append(f"{place}: behind event {whole} stands half a commit that nobody was told of; the next writer takes it off")

    def verify(self, pool, keeps):
        self.read_keys()
        claimed = self.read_checkpoints(pool)
        chain, behind, whole = self.survey(claimed)
        jobs = [(path, first, whole, self.identity, keeps) for first, path in chain]
        jobs += [(path, first, 2**63, self.identity, keeps) for first, path in behind]
        tree, lasts, gap, last_at = Tree(), {}, False, None
        erased, lost, special, kept = [], set(), [], {}
        for facts in pool.imap(check_segment, jobs):
            for finding in facts["findings"]:
                self.find(*finding)
            if behind and facts["first"] == behind[0][0]:
                gap, lasts = True, {}
            if last_at is not None and facts["first_at"] is not None and facts["first_at"] < last_at:
                self.find(facts["file"], "at runs backwards or is no time", facts["first"])
            last_at = facts["last_at"] if facts["last_at"] is not None else last_at
            lost |= facts["lost"]
            for stream, (number, prev) in facts["firsts"].items():
                last = lasts.get(stream, 0)
                if (stream in lasts or not gap) and prev != last and not (prev > last and prev in lost):
                    self.find(facts["file"], f"prev is {prev}, not {lasts.get(stream, 0)}", number)
            gap = gap or facts["gap"]
            lasts = facts["lasts"] if facts["gap"] else {**lasts, **facts["lasts"]}
            erased, special = erased + facts["erased"], special + facts["special"]
            kept.update(facts["kept"])
            if facts["first"] <= whole:
                tree.add(facts)
        self.whole, self.tree, self.kept = whole, tree, kept
        self.check_opening()
        self.check_losses(lost, special, gap)
        self.compare_heads()
        self.check_erasures(erased, special)
        self.check_rotations(special, gap)
        self.check_remembered(special)
        self.erased = [number for number, _ in erased]

    def check_opening(self):
        """LEDGER says what event 1 recorded: no head covers it itself, so another key there would show in nothing else."""
        if 1 not in self.kept:
            return
        line = self.kept[1]
        event, _ = read_line(line, 1)
        if "erased" in event or event["kind"] == "event.lost":
            return
        says_so = line.endswith(b',"body":' + self.identity.opened + b"}")
        if event["kind"] != "ledger.opened" or event["stream"] != "ledger" or not says_so:
            self.find("LEDGER", "LEDGER does not say what event 1 recorded when the ledger was made")

    def compare_heads(self):
        for size, root, who in sorted(self.heads):
            if size > self.whole:
                self.find(who, f"the log has no {size} whole events")
                continue
            own = self.tree.root(0, size)
            if own is None:
                self.find(who, "its root can not be checked behind the damage")
            elif own != root and (loss := self.loss_before(size)) is not None:
                self.notes.append(f"{who}: its root rests on {words(*loss)}, whose loss was accepted")
            elif own != root:
                self.find(who, "its root is not that of the log", 1, max(1, size))
            elif who.startswith("checkpoints/"):
                self.good_heads += 1

    def check_losses(self, lost, special, gap):
        """Lines that stand for lost events, and the events that accept the losses."""
        self.losses = []
        for event in special:
            body = event.get("body", {})
            numbers = [body.get(name) for name in ("first", "last", "heads_through", "unknown_hashes")]
            if event["kind"] != "loss.accepted":
                continue
            is_said = all(type(number) is int and 0 <= number <= GREATEST for number in numbers)
            first, last, heads_through, _ = numbers
            # What came after it nobody could know of yet.
            if not is_said or not 0 < first <= last < event["seq"] or heads_through >= event["seq"]:
                self.find(self.segment_file(event["seq"]), "an event accepts a loss, and does not say of what before it", event["seq"])
                continue
            self.losses.append(numbers)
            if not gap and (last - first >= len(lost) or not lost.issuperset(range(first, last + 1))):
                self.find(self.segment_file(first), "an event accepts the loss of events that are there", first, last)
        for number in sorted(lost):
            if not any(first <= number <= last for first, last, _, _ in self.losses):
                self.find(self.segment_file(number), "an event is lost, and no event accepts the loss", number)
        self.lost = sorted(lost)

    def loss_before(self, size):
        """The accepted loss that keeps a head of this size from being checked."""
        for first, last, heads_through, unknown in self.losses:
            if unknown > 0 and first <= size <= heads_through:
                return first, last
        return None

    def check_erasures(self, erased, special):
        named = {event["seq"]: event.get("body", {}).get("seq") for event in special if event["kind"] == "event.erased"}
        named = {by: number for by, number in named.items() if type(number) is int}
        for number, by in erased:
            if named.get(by) != number:
                self.find(self.segment_file(number), "a line is marked as erased and no erasure event names it", number)

    def check_rotations(self, special, gap):
        files = {size: (public, data) for size, public, data in self.rotations}
        public, last, recorded = self.identity.public, 0, set()
        for event in special:
            if event["kind"] != "key.rotated":
                continue
            body = event.get("body", {})
            note = body.get("note") if isinstance(body.get("note"), str) else ""
            statement = self.parse_rotation(note.encode(errors="surrogatepass"))  # half a character is no UTF-8
            stated = None if statement is None else {
                "old_key": base64.b64encode(statement[2]).decode(), "new_key": base64.b64encode(statement[3]).decode(),
                "note": note}
            if statement is not None and (gap or self.lost) and statement[2] != public:
                for size, new, data in self.rotations:  # what is lost may have been a change before this one
                    if self.parse_rotation(data)[2] == public and last < size < statement[0]:
                        last, public = size, new
            if stated != body or event["stream"] != "ledger/key" or statement[2] != public or not last < statement[0] < event["seq"]:
                self.find(self.segment_file(event["seq"]), "a change of keys is not signed with both keys, or does not follow", event["seq"])
                continue
            last, public = statement[0], statement[3]
            recorded.add(last)
            if files.get(last, (None, None))[1] != note.encode():
                self.find(f"keys/{last:020}", "it is missing or damaged; the log records it")
        if not gap and not self.lost:
            for size in sorted(set(files) - recorded):
                self.find(f"keys/{size:020}", "no event of the log records this change of keys")

    def check_remembered(self, special):
        """Signed heads that events remember must still be there."""
        roots = {size: root for size, root, who in self.heads if who.startswith("checkpoints/")}
        for event in special:
            body = event.get("body", {})
            size, root = body.get("checkpoint_size"), body.get("checkpoint_root")
            if event["kind"] != "command.started" or type(size) is not int or not 0 < size <= GREATEST or not isinstance(root, str):
                continue
            root = unbase64(root, 32)
            if root is None:
                continue
            if size not in self.stored:
                self.find(f"checkpoints/{size:020}", f"it is missing, and event {event['seq']} remembers it")
            elif size in roots and roots[size] != root:
                self.find(self.segment_file(event["seq"]), "an event remembers another root for a signed head", event["seq"])

    # What was kept elsewhere

    def check_against(self, head, name):
        who = f"the head kept elsewhere ({name})"
        if head["origin"] != self.identity.origin:
            self.find(who, f"it is of the log {head['origin']}, and this one is {self.identity.origin}")
        elif not is_signed(head["text"], head["signatures"], self.identity.origin, self.public_for(head["size"])):
            self.find(who, "no key of this ledger signed it: the key was replaced, or the head was made up")
        if head["size"] > self.whole:
            self.find(who, f"it has {head['size']} events and this log only {self.whole}: history was taken away")
        elif self.tree.root(0, head["size"]) is None:
            self.find(who, "whether this log continues it can not be checked behind the damage")
        elif self.tree.root(0, head["size"]) != head["root"] and (loss := self.loss_before(head["size"])):
            self.find(who, f"whether this log continues it can no longer be shown: {words(*loss)} are lost")
        elif self.tree.root(0, head["size"]) != head["root"]:
            self.find(who, f"this log has another history: its first {head['size']} events are not those of that head")

    def check_proof(self, proof, name):
        who, head = f"the proof {name}", proof["head"]
        if head["origin"] != self.identity.origin or not is_signed(
                head["text"], head["signatures"], self.identity.origin, self.public_for(head["size"])):
            self.find(who, "no key of this ledger signed its head")
        own = self.tree.root(0, head["size"]) if head["size"] <= self.whole else head["root"]
        if own is None:
            self.find(who, "whether this log continues its head can not be checked behind the damage")
        elif own != head["root"] and (loss := self.loss_before(head["size"])):
            self.find(who, f"whether this log continues its head can no longer be shown: {words(*loss)} are lost")
        elif own != head["root"]:
            self.find(who, "the proof's head is of another history")
        if proof["kind"] == "inclusion":
            line = self.kept.get(proof["index"] + 1)
            found = read_line(line, proof["index"] + 1) if line is not None else "missing"
            if isinstance(found, str):
                self.find(who, f"this log has no whole event {proof['index'] + 1}")
            elif not is_included(found[1], proof["index"], head["size"], proof["hashes"], head["root"]):
                self.find(who, f"it does not show that event {proof['index'] + 1} is in the log of {head['size']} events")
        else:
            old = self.tree.root(0, proof["old"]) if 0 < proof["old"] <= self.whole else None
            if old is None or not is_consistent(proof["old"], old, head["size"], head["root"], proof["hashes"]):
                self.find(who, f"it does not show that the log of {head['size']} events continues that of {proof['old']}")


class Tree:
    """Roots of parts of the tree; a block that can not be read is stood for by its stated root."""

    def __init__(self):
        self.leaves, self.hidden, self.stated, self.known = bytearray(), set(), {}, {}

    def add(self, facts):
        """Takes in the leaves of the next segment; what is missing before it is hidden."""
        start, count = facts["first"] - 1, len(self.leaves) // 32
        self.hidden.update(range(count, start))
        self.leaves += bytes(32 * max(0, start - count)) + facts["leaves"]
        self.hidden.update(start + place for place in facts["hidden"])
        self.stated.update({start + place: stated for place, stated in facts["roots"].items()})

    def root(self, start, end):
        """The root over the entries start ..< end; None where damage hides it."""
        count = end - start
        if count == 0:
            return EMPTY_ROOT
        if self.stated.get(start, (0, None))[0] == count:
            return self.stated[start][1]
        if count == 1:
            leaf = bytes(self.leaves[32 * start: 32 * end])
            return None if start in self.hidden or len(leaf) < 32 else leaf
        if (start, end) in self.known:
            return self.known[start, end]
        half = 1 << ((count - 1).bit_length() - 1)
        left, right = self.root(start, start + half), self.root(start + half, end)
        value = None if left is None or right is None else node(left, right)
        if count >= 64 and count & (count - 1) == 0:
            self.known[start, end] = value
        return value


# --- Proofs: RFC 6962, 2.1.1 and 2.1.2, recomputed from the definition -------------------------------------------

def is_included(leaf, index, size, hashes, root):
    """Folds the path from the root down: which hashes stand left, which right, then computes up."""
    if not 0 <= index < size:
        return False
    sides, start, end = [], 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        sides.append(index >= middle)
        start, end = (middle, end) if index >= middle else (start, middle)
    if len(sides) != len(hashes):
        return False
    value = leaf
    for is_right, sibling in zip(reversed(sides), hashes):
        value = node(sibling, value) if is_right else node(value, sibling)
    return value == root


def is_consistent(old, old_root, size, root, hashes):
    if not 0 < old <= size:
        return False
    if old == size:
        return not hashes and old_root == root
    rest = list(hashes)

    def fold(start, end, is_whole):
        """(root of the old part, root of the whole) of a part of the tree that the old size cuts."""
        if end == old:
            if is_whole:
                return old_root, old_root
            value = rest.pop(0)
            return value, value
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if old <= middle:
            before, after = fold(start, middle, is_whole)
            return before, node(after, rest.pop(0))
        before, after = fold(middle, end, False)
        left = rest.pop(0)
        return node(left, before), node(left, after)

    try:
        before, after = fold(0, size, True)
    except IndexError:
        return False
    return not rest and before == old_root and after == root


def parse_proof(data):
    """A proof file of either kind; None where it is none."""
    mark = data.find(b"\n\n")
    head = parse_checkpoint(data[mark + 2:]) if mark >= 0 else None
    if head is None:
        return None
    try:
        lines = data[:mark].decode("ascii").split("\n")
    except UnicodeDecodeError:
        return None
    if lines[0] == "c2sp.org/tlog-proof@v1":
        kind, word, lines = "inclusion", "index ", lines[1:]
        if lines and lines[0].startswith("extra "):
            if unbase64(lines.pop(0)[6:]) is None:
                return None
    else:
        kind, word = "consistency", "old "
    if not lines or not lines[0].startswith(word):
        return None
    number, hashes = decimal(lines[0][len(word):]), [unbase64(line, 32) for line in lines[1:]]
    if number is None or None in hashes or len(hashes) > 63:
        return None
    return {"kind": kind, "index" if kind == "inclusion" else "old": number, "hashes": hashes, "head": head}


# --- The command ------------------------------------------------------------------------------------------------

def read_given(path, what, parse):
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise WrongUse(f"{path}: {error.strerror}") from None
    parsed = parse(data)
    if parsed is None:
        raise WrongUse(f"{path}: this is no {what}")
    return parsed


def run(ledger, arguments):
    for command in ("lz4", "openssl"):
        if shutil.which(command) is None:
            raise WrongUse(f"the command {command} is missing: install it")
    if not os.path.lexists(os.path.join(ledger, "LEDGER")):
        raise WrongUse(f"{ledger}: no ledger here: the file LEDGER is missing")
    heads = [(name, read_given(name, "signed head", parse_checkpoint)) for name in arguments.against]
    proofs = [(name, read_given(name, "proof file", parse_proof)) for name in arguments.proof]
    keeps = {1} | {proof["index"] + 1 for _, proof in proofs if proof["kind"] == "inclusion"}
    try:
        verifier = Verifier(ledger)
    except ValueError as problem:
        return {"whole": False, "events": 0, "findings": [("LEDGER", str(problem), None, None)], "notes": []}
    with workers(arguments.parallel) as pool:
        verifier.verify(pool, keeps)
    for name, head in heads:
        verifier.check_against(head, os.path.basename(name))
    for name, proof in proofs:
        verifier.check_proof(proof, os.path.basename(name))
    root = verifier.tree.root(0, verifier.whole)
    return {"whole": not verifier.findings, "events": verifier.whole, "root": root and base64.b64encode(root).decode(),
            "good_heads": verifier.good_heads, "rotations": len(verifier.rotations), "erased": verifier.erased, "lost": verifier.lost,
            "findings": list(verifier.findings), "notes": verifier.notes}


@contextlib.contextmanager
def workers(is_parallel):
    """A process for each core, which end by themselves: a signal may be blocked where this program was started."""
    if not is_parallel:
        yield Serial()
        return
    pool = multiprocessing.Pool(os.cpu_count())
    try:
        yield pool
    finally:
        pool.close()
        pool.join()


class Serial:
    """The same as a pool of processes, in this one."""

    map = staticmethod(lambda work, jobs: [work(job) for job in jobs])
    imap = staticmethod(lambda work, jobs: (work(job) for job in jobs))


def show(result):
    for note in result["notes"]:
        print(plain(f"note: {note}"))
    for file, what, first, last in result["findings"]:
        print(plain(f"damaged: {file}: {what}") + (f": {words(first, last)}" if first is not None else ""))
    if result.get("erased"):
        print(f"erased, as recorded: {', '.join(str(n) for n in result['erased'])}")
    if result.get("lost"):
        print(f"LOST, as somebody accepted: {len(result['lost'])} events, the first is {result['lost'][0]}")
    if not result["whole"]:
        print("This ledger is DAMAGED, or is not what it was. What is not named above is whole.")
        return
    print(f"This ledger is whole: {result['events']} events, every checksum, hash and link derived again.")
    print(f"{result['good_heads']} signed heads agree with it. Its root is {result['root']}")


def main(words_given=None):
    parser = argparse.ArgumentParser(
        description="Verifies a Counterfoil ledger without Counterfoil.",
        epilog="Exit codes: 0 whole, 1 damaged, 2 wrong use.")
    parser.add_argument("ledger", metavar="LEDGER", nargs="+", help="a ledger's folder (it holds the file LEDGER)")
    parser.add_argument("--against", metavar="NOTE", action="append", default=[],
                        help="a signed head that was kept elsewhere: the log must continue it")
    parser.add_argument("--proof", metavar="FILE", action="append", default=[],
                        help="a proof file (.tlog-proof or .consistency) that must hold for this ledger")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    parser.add_argument("--one-process", dest="parallel", action="store_false", help="use one core only")
    arguments = parser.parse_args(words_given)
    return max(report(ledger, arguments) for ledger in arguments.ledger)


def report(ledger, arguments):
    """Verifies one ledger and says what came out; gives the exit code."""
    try:
        result = run(ledger, arguments)
    except WrongUse as problem:
        print(plain(f"verify-ledger: {problem}"), file=sys.stderr)
        if arguments.json:
            print(json.dumps({"ledger": ledger, "refused": str(problem)}))
        return 2
    except Exception as error:  # whatever it is: this ledger is not shown to be whole, and others wait behind it
        problem = f"its verification broke off: {type(error).__name__}: {error}"
        result = {"whole": False, "events": 0, "findings": [(ledger, problem, None, None)], "notes": []}
    if arguments.json:
        print(json.dumps({"ledger": ledger, **result}))
    else:
        if len(arguments.ledger) > 1:
            print(plain(f"{ledger}:"))
        show(result)
    return 0 if result["whole"] else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a name may hold what the terminal's encoding does not
    sys.exit(main())
