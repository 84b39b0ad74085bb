"""Pictures for tests, made on the spot."""

import io

from PIL import Image


def picture(color: str = "red", *, size: tuple[int, int] = (1600, 900), form: str = "PNG") -> bytes:
    """Give the bytes of a plain picture."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, form)
    return out.getvalue()
