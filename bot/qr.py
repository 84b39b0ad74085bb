"""QR pictures of links, large enough to be printed and read from a wall."""

import io

import segno

#: Pixels of one module; with the quiet zone a link makes a picture of about 600 pixels.
_SCALE = 14


def png(url: str) -> bytes:
    """Draw a link; a quarter of it may be dirty or torn and it is still read."""
    drawn = io.BytesIO()
    segno.make(url, error="q", micro=False).save(drawn, kind="png", scale=_SCALE, border=4)
    return drawn.getvalue()
