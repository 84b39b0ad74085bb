"""What people send as evidence: small but real pictures and papers."""

import io

from PIL import Image, ImageDraw

_GPS = 0x8825


def photo(leaves: str = "seagreen", *, size: tuple[int, int] = (1280, 960)) -> bytes:
    """Give a JPEG of a garden that tells, in its EXIF, where it was taken."""
    width, height = size
    image = Image.new("RGB", size, "skyblue")
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 3 // 4, height // 12, width * 7 // 8, height // 4), fill="khaki")
    draw.rectangle((0, height * 3 // 5, width, height), fill="olivedrab")
    for left in range(width // 10, width, width // 4):
        trunk = (left + width // 20, height * 2 // 5, left + width // 14, height * 4 // 5)
        draw.rectangle(trunk, fill="saddlebrown")
        draw.ellipse((left, height // 4, left + width // 8, height * 3 // 5), fill=leaves)
    image.paste(image.effect_spread(size[0] // 200))
    exif = Image.Exif()
    exif.get_ifd(_GPS).update({1: "N", 2: (10.0, 41.0, 12.0), 3: "E", 4: (106.0, 35.0, 24.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=92)
    return out.getvalue()


def has_place(data: bytes) -> bool:
    """Tell whether a picture says where it was taken."""
    return bool(Image.open(io.BytesIO(data)).getexif().get_ifd(_GPS))


def certificate() -> bytes:
    """Give a PDF of one page."""
    out = io.BytesIO()
    Image.new("RGB", (595, 842), "white").save(out, "PDF")
    return out.getvalue()
