"""A picture loses what the camera wrote into it and nothing that is seen."""

import io

import pytest
from PIL import ExifTags, Image, ImageChops, PngImagePlugin

from bot import pictures
from bot.files import FileRefused, Kind, Reason

PLACE = b"20 47 5 N 106 3 20 E"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><gps>' + PLACE + b"</gps></x:xmpmeta>"


def drawing(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    return picture


def camera_data(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Hãng máy ảnh"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (20.0, 47.0, 5.0), 3: "E", 4: (106.0, 3.0, 20.0)})
    return exif


def saved(picture: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize(("form", "kind"), [("JPEG", Kind.JPEG), ("PNG", Kind.PNG), ("WEBP", Kind.WEBP)])
def test_place_and_camera_are_gone(form, kind):
    data = saved(drawing(), form, exif=camera_data())
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(ExifTags.IFD.GPSInfo)

    cleaned = Image.open(io.BytesIO(pictures.clean(data, kind)))

    assert dict(cleaned.getexif()) == {}
    assert cleaned.getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}
    assert cleaned.size == (64, 32)


@pytest.mark.parametrize(("form", "kind"), [("JPEG", Kind.JPEG), ("WEBP", Kind.WEBP)])
def test_a_place_written_as_xmp_or_behind_the_picture_is_gone(form, kind):
    data = saved(drawing(), form, xmp=XMP) + PLACE

    assert PLACE not in pictures.clean(data, kind)


def test_comments_are_gone():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Location", PLACE.decode())

    assert PLACE not in pictures.clean(saved(drawing(), "PNG", pnginfo=texts), Kind.PNG)
    assert PLACE not in pictures.clean(saved(drawing(), "JPEG", comment=PLACE), Kind.JPEG)
    assert PLACE not in pictures.clean(saved(drawing(), "GIF", comment=PLACE), Kind.GIF)


def test_a_picture_held_sideways_is_turned_upright():
    data = saved(drawing(), "JPEG", exif=camera_data(orientation=6), quality=95)

    cleaned = Image.open(io.BytesIO(pictures.clean(data, Kind.JPEG)))

    assert cleaned.size == (32, 64)
    red, _green, blue = cleaned.getpixel((16, 4))
    assert red > 200
    assert blue < 50


def test_what_is_seen_stays_as_it_was():
    data = saved(
        Image.linear_gradient("L").convert("RGB"),
        "JPEG",
        exif=camera_data(),
        quality=80,
        icc_profile=b"a colour profile",
    )

    cleaned = Image.open(io.BytesIO(pictures.clean(data, Kind.JPEG)))

    before = Image.open(io.BytesIO(data))
    difference = ImageChops.difference(before.convert("RGB"), cleaned.convert("RGB"))
    assert max(high for _low, high in difference.getextrema()) <= 3
    assert cleaned.quantization == before.quantization
    assert cleaned.info["icc_profile"] == b"a colour profile"


@pytest.mark.parametrize(("form", "kind"), [("GIF", Kind.GIF), ("WEBP", Kind.WEBP)])
def test_a_moving_picture_goes_on_moving(form, kind):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100, loop=0)

    assert Image.open(io.BytesIO(pictures.clean(data, kind))).n_frames == 3


@pytest.mark.parametrize("size", [(50_001, 1_000), (40_000, 40_000)])
def test_a_picture_that_unpacks_to_too_much_is_refused_unopened(size):
    header = saved(Image.new("1", (8, 8)), "PNG")
    bomb = header[:16] + size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big") + header[24:]
    crc = PngImagePlugin._crc32(bomb[12:29]).to_bytes(4, "big")

    with pytest.raises(FileRefused) as refused:
        pictures.clean(bomb[:29] + crc + bomb[33:], Kind.PNG)

    assert refused.value.reason is Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0 not a picture", saved(drawing((400, 400)), "JPEG")[:-900]])
def test_a_picture_that_does_not_open_is_refused(data):
    with pytest.raises(FileRefused) as refused:
        pictures.clean(data, Kind.JPEG)

    assert refused.value.reason is Reason.DAMAGED


def test_other_files_come_back_as_they_are():
    assert pictures.clean(b"%PDF-1.7 whatever", Kind.PDF) == b"%PDF-1.7 whatever"
