"""What people send as evidence: small but real pictures and papers."""

import io

from PIL import Image, ImageDraw

_GPS = 0x8825


def photo(colour: str = "seagreen", *, size: tuple[int, int] = (640, 480)) -> bytes:
    """Give a JPEG that tells, in its EXIF, where it was taken."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).ellipse((size[0] // 3, size[1] // 4, size[0] // 2, size[1] // 2), fill="khaki")
    exif = Image.Exif()
    exif.get_ifd(_GPS).update({1: "N", 2: (10.0, 41.0, 12.0), 3: "E", 4: (106.0, 35.0, 24.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=80)
    return out.getvalue()


def has_place(data: bytes) -> bool:
    """Tell whether a picture says where it was taken."""
    return bool(Image.open(io.BytesIO(data)).getexif().get_ifd(_GPS))


def certificate() -> bytes:
    """Give a PDF of one page."""
    out = io.BytesIO()
    Image.new("RGB", (595, 842), "white").save(out, "PDF")
    return out.getvalue()
