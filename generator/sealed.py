"""Values as bytes that are whole or nothing: msgpack behind a checksum."""

import gc
import zlib
from typing import TypeVar

import msgspec

T = TypeVar("T")

SEAL = 4


def seal(value: object) -> bytes:
    """Return *value* as bytes."""
    packed = msgspec.msgpack.encode(value)
    return zlib.crc32(packed).to_bytes(SEAL, "big") + packed


def unseal(data: bytes, kind: type[T]) -> T | None:
    """Return the value in *data*; ``None`` if a bit of it has changed or it is of another kind."""
    if len(data) < SEAL or zlib.crc32(data[SEAL:]).to_bytes(SEAL, "big") != data[:SEAL]:
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
