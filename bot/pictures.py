"""Pictures without what the camera wrote into them: place, time, owner. What is seen stays as it was."""

import io
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from bot.files import FileRefused, Kind, Reason

#: More pixels than any phone takes by default; unpacked this is 150 MB, so only one picture is cleaned at a time.
MAX_PIXELS: Final = 50_000_000
_QUALITY: Final = 95
_FORMATS: Final = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.GIF: "GIF"}


def clean(data: bytes, kind: Kind) -> bytes:
    """Give the picture anew without EXIF (and so without GPS), XMP and comments; other files come back as they are.

    It is turned upright first, because the turn was written in the EXIF. Raises FileRefused where it cannot be opened.
    """
    if kind not in _FORMATS:
        return data
    try:
        return _drawn_anew(data, _FORMATS[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(Reason.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise FileRefused(Reason.DAMAGED) from None


def _drawn_anew(data: bytes, form: str) -> bytes:
    # MPO is how phones write a JPEG with a second picture inside; only the first is kept.
    with Image.open(io.BytesIO(data), formats=(form, "MPO") if form == "JPEG" else (form,)) as picture:
        frames = 1 if form == "JPEG" else getattr(picture, "n_frames", 1)
        if picture.width * picture.height * frames > MAX_PIXELS:
            raise FileRefused(Reason.TOO_MANY_PIXELS)
        icc = picture.info.get("icc_profile")
        turned = frames == 1 and picture.getexif().get(ExifTags.Base.Orientation, 1) != 1
        upright = ImageOps.exif_transpose(picture) if turned else picture
        options = _options(form, as_it_was=upright.format == "JPEG", animated=frames > 1)
        # Pillow writes back some of what it finds here, comments among it.
        upright.info = {key: upright.info[key] for key in ("transparency", "duration", "loop") if key in upright.info}
        cleaned = io.BytesIO()
        upright.save(cleaned, form, icc_profile=icc, comment=b"", exif=b"", xmp=b"", **options)
        return cleaned.getvalue()


def _options(form: str, *, as_it_was: bool, animated: bool) -> dict[str, Any]:
    """Choose Pillow's options for saving (their types differ by format)."""
    if form == "JPEG":
        return {"quality": "keep" if as_it_was else _QUALITY, "optimize": True}
    return {"quality": _QUALITY} if form == "WEBP" and not animated else {"save_all": animated}
