"""Values as bytes that are whole or nothing: msgpack behind a checksum."""

import gc
import zlib
from typing import TypeVar

import msgspec

T = TypeVar("T")

SEAL = 4


def seal(value: object, name: str = "") -> bytes:
    """Return *value* as bytes that are good under this *name* only."""
    packed = msgspec.msgpack.encode(value)
    return _checksum(packed, name) + packed


def _checksum(packed: bytes, name: str) -> bytes:
    return zlib.crc32(packed, zlib.crc32(name.encode())).to_bytes(SEAL, "big")


def unseal(data: bytes, kind: type[T], name: str = "") -> T | None:
    """Return the value in *data*; ``None`` if a bit of it has changed, or its name or its kind."""
    if len(data) < SEAL or _checksum(data[SEAL:], name) != data[:SEAL]:
        return None
    collecting = gc.isenabled()
    gc.disable()  # many new objects and no rubbish: collecting would double the time
    try:
        return msgspec.msgpack.decode(data[SEAL:], type=kind)
    except msgspec.MsgspecError:
        return None
    finally:
        if collecting:
            gc.enable()
