"""The files that people and the bot have sent, in memory, with Telegram's sizes and limits."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from bot.sandbox.answers import Json, bad_request

DOWNLOAD_LIMIT = 20 << 20
UPLOAD_LIMIT = 50 << 20
PHOTO_LIMIT = 10 << 20
_PHOTO_SIDES = (90, 320, 800)
_LARGEST_SIDE = 1280
_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "audio": "music", "video": "videos"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; ``size`` may be larger than the bytes held, so that a test need not make 86 MB."""

    file_id: str
    unique_id: str
    path: str
    mime: str
    name: str
    size: int
    data: bytes

    def as_json(self) -> Json:
        """Give the fields every Telegram file object has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class FileShelf:
    """Keeps files by id and by path; the same bytes under the same name are one file."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._photos: dict[str, list[Json]] = {}

    def add(self, data: bytes, *, kind: str, name: str = "", mime: str = "", size: int | None = None) -> StoredFile:
        """Keep bytes and give the file; ``kind`` is photo, document, voice, audio or video."""
        digest = hashlib.sha256(f"{kind}\0{name}\0{size}\0".encode() + data).hexdigest()
        file_id = f"{kind[:2].upper()}QACAgUAAxk{digest[:48]}"
        known = self._by_id.get(file_id)
        if known is not None:
            return known
        ending = name.rpartition(".")[2] if "." in name else {"photo": "jpg", "voice": "oga"}.get(kind, "bin")
        path = f"{_FOLDERS[kind]}/file_{len(self._by_id)}.{ending}"
        stored = StoredFile(file_id, f"AgAD{digest[:12]}", path, mime or "application/octet-stream", name,
                            len(data) if size is None else size, data)  # fmt: skip
        self.put(stored)
        return stored

    def put(self, stored: StoredFile) -> None:
        """Keep a file that already has its ids."""
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored

    def all(self) -> list[StoredFile]:
        """Give every file."""
        return list(self._by_id.values())

    def add_photo(self, data: bytes) -> list[Json]:
        """Keep a picture in Telegram's sizes and give its PhotoSize list, smallest first; raise 400 for no picture."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._photos:
            self._photos[digest] = self._photo_sizes(data)
        return self._photos[digest]

    def _photo_sizes(self, data: bytes) -> list[Json]:
        try:
            with Image.open(io.BytesIO(data)) as opened:
                opened.load()
                is_jpeg = opened.format == "JPEG"
                picture = opened.convert("RGB")
        except (OSError, ValueError, SyntaxError) as error:
            raise bad_request("IMAGE_PROCESS_FAILED") from error
        longest = max(picture.size)
        sides = [side for side in _PHOTO_SIDES if side < longest] + [min(longest, _LARGEST_SIDE)]
        sizes = []
        for side in sides:
            small = picture.copy()
            small.thumbnail((side, side))
            # A small JPEG stays as it came, with its EXIF data: the bot must not rely on Telegram to strip it.
            kept = data if side == longest and is_jpeg else _as_jpeg(small)
            stored = self.add(kept, kind="photo", mime="image/jpeg")
            sizes.append({**stored.as_json(), "width": small.width, "height": small.height})
        return sizes

    def by_id(self, file_id: str) -> StoredFile | None:
        """Give a file by its file_id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """Give a file by the file_path that getFile told."""
        return self._by_path.get(path)


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
