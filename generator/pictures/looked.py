"""What is known of a picture once it has been looked at, and its smaller copies as WebP.

The same bytes give the same copies with one version of Pillow; the picture itself is never touched.
"""

import hashlib
import io
import warnings
from typing import Any

import msgspec

from generator.diagnostics import Severity
from generator.discover import Stamp
from generator.pictures import svg

LARGEST = 30_000_000
"""Bytes of a picture."""

MOST = 60_000_000
"""Pixels of a picture: more would take a browser's memory, and that of the build."""

STEPS = (480, 960, 1920)
"""Widths of the copies, in pixels; a narrower picture has one of its own width instead."""

TALLEST = 16_383
"""Pixels of a side that WebP can have."""

QUALITY = 82

FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
"""What browsers show, and the ending under which it is published."""

LOSSLESS = ("PNG", "GIF")
"""Formats of drawings and screenshots: their copies keep every pixel where that is smaller."""

HEAVY = 5_000_000
GPS = 0x8825


class Remark(msgspec.Struct, frozen=True, array_like=True):
    """What is to be said of a picture, wherever a text shows it."""

    severity: Severity
    code: str
    message: str
    hint: str


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """A picture that has been looked at: *suffix* is empty for one that cannot be shown.

    *width* and *height* are pixels as it is seen, turned upright; *widths* those of its copies.
    """

    digest: str
    suffix: str = ""
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What a picture was when it was last looked at."""

    stamp: Stamp
    facts: Facts


def made_by() -> str:
    """Return what the bytes of copies depend on beside the picture."""
    import PIL  # its version alone: no codec is loaded

    return f"pillow-{PIL.__version__} {STEPS} {QUALITY}"


def facts_of(data: bytes, is_svg: bool) -> Facts:
    """Look at a picture; whatever it holds, the answer is what is known of it."""
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    if not data:
        return Facts(digest, remarks=(_no("image-broken", "it is empty"),))
    return _drawing(data, digest) if is_svg else _photograph(data, digest)


def too_large(size: int) -> Facts:
    """Return what is said of a picture of *size* bytes, which is not even read."""
    said = f"it has {size / 1e6:,.0f} MB; {LARGEST // 1_000_000} are the most"
    return Facts("", remarks=(_no("image-huge", said),))


def unread(why: str) -> Facts:
    """Return what is said of a picture that cannot be read from the disk."""
    return Facts("", remarks=(_no("image-broken", why),))


def _no(code: str, why: str) -> Remark:
    hints = {
        "image-broken": "export it again, or take it out of the text",
        "image-huge": "scale it down to what a page needs: 4,000 pixels are plenty",
        "image-format": "save it as PNG, JPEG, WebP, AVIF, GIF or SVG",
        "image-unsafe": "export the drawing without scripts and outside files, or as PNG",
    }
    message = f"a picture cannot be shown: {why}"
    return Remark(Severity.WARNING, code, message, hints[code])


def _drawing(data: bytes, digest: str) -> Facts:
    try:
        width, height = svg.size_of(data)
    except svg.UnsafeError as error:
        return Facts(digest, remarks=(_no("image-unsafe", str(error)),))
    except ValueError as error:
        return Facts(digest, remarks=(_no("image-broken", str(error)),))
    return Facts(digest, "svg", width, height)


def _photograph(data: bytes, digest: str) -> Facts:
    from PIL import Image, ImageOps, UnidentifiedImageError  # not needed while nothing is new

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # MOST is less
            image = Image.open(io.BytesIO(data), formats=[*FORMATS])
            form = image.format or ""
            if image.width * image.height > MOST:
                return Facts(digest, remarks=(_no("image-huge", _pixels(*image.size)),))
            moving = bool(getattr(image, "is_animated", False))
            image.load()
            remarks = tuple(_remarks(image, moving, len(data)))
            upright = ImageOps.exif_transpose(image)
    except Image.DecompressionBombError:
        return Facts(digest, remarks=(_no("image-huge", "it is a bomb of pixels"),))
    except UnidentifiedImageError:
        said = "it is in no format that browsers show"
        return Facts(digest, remarks=(_no("image-format", said),))
    except Exception as error:  # whatever a decoder stumbles over in a stranger's file
        said = f"it cannot be read to its end: {error}"
        return Facts(digest, remarks=(_no("image-broken", said),))
    width, height = upright.size
    widths = () if moving else widths_of(width, height)
    return Facts(digest, FORMATS[form], width, height, widths, remarks)


def _pixels(width: int, height: int) -> str:
    return f"it has {width} × {height} pixels; {MOST // 10**6} million are the most"


def widths_of(width: int, height: int) -> tuple[int, ...]:
    """Return the widths of the copies of a picture; none that WebP cannot hold."""
    wanted = [step for step in STEPS if step < width]
    if width < STEPS[-1]:
        wanted.append(width)
    return tuple(one for one in wanted if max(one, _height(width, height, one)) <= TALLEST)


def _height(width: int, height: int, wanted: int) -> int:
    return max(1, round(height * wanted / width))


def _remarks(image: Any, moving: bool, size: int) -> Any:
    if moving:
        message = "a moving picture is published as it is, without smaller copies"
        yield Remark(
            Severity.NOTE, "image-moving", message, "make sure that it is worth its weight"
        )
    if image.mode == "CMYK":
        message = "a picture is in printing colours; its copies are in those of screens"
        hint = "look at it; export it as sRGB if the colours matter"
        yield Remark(Severity.NOTE, "image-print-colours", message, hint)
    if size > HEAVY:
        message = f"a picture has {size / 1e6:.0f} MB, which whoever opens it has to load"
        yield Remark(Severity.NOTE, "image-heavy", message, "a smaller one would do")
    if image.getexif().get_ifd(GPS):
        message = "a picture says where it was taken, and is published with that"
        hint = "export it without its location if nobody is to know"
        yield Remark(Severity.WARNING, "image-location", message, hint)


def copy(data: bytes, width: int) -> bytes:
    """Return a picture as WebP of a *width*, upright, in colours that screens know."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image: Any = Image.open(io.BytesIO(data), formats=[*FORMATS])
        form = image.format
        image = _for_screens(ImageOps.exif_transpose(image))
    if image.width != width:
        size = (width, _height(image.width, image.height, width))
        image = image.resize(size, Image.Resampling.LANCZOS)
    profile = image.info.get("icc_profile", b"")
    kept = {"icc_profile": profile} if profile else {}
    copies = [_webp(image, quality=QUALITY, method=4, **kept)]
    if form in LOSSLESS:
        copies.append(_webp(image, lossless=True, quality=60, method=4, exact=False, **kept))
    return min(copies, key=len)


def _webp(image: Any, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", exif=b"", xmp=b"", **how)
    return out.getvalue()


def _for_screens(image: Any) -> Any:
    """Return a picture as RGB, or RGBA where it lets the page shine through."""
    if image.mode.startswith(("I", "F")):  # more than eight bits: the upper ones are what is seen
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode == "CMYK":
        return _from_print(image)
    clear = image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info
    wanted = "RGBA" if clear else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _from_print(image: Any) -> Any:
    """Return a picture in printing colours as RGB, by its own profile where that can be read."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            shown = ImageCms.profileToProfile(
                image, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            shown = None  # a broken profile says no more than none
        if shown is not None:
            shown.info.pop("icc_profile", None)
            return shown
    plain = image.convert("RGB")
    plain.info.pop("icc_profile", None)
    return plain
