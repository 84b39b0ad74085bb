"""The smallest bot that can stand in a practice room: says what it hears; "/fall" makes it fall once."""

import json
import os
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

BASE = f"{os.environ['BOT_BASE_URL']}{os.environ['BOT_TOKEN']}/"
CLOCK = Path(os.environ["PRACTICE_CLOCK_FILE"])


def call(method: str, **params: object) -> Any:
    """Call a method and give its result."""
    body = json.dumps(params).encode()
    request = urllib.request.Request(BASE + method, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["result"]


def answer(update: dict[str, Any]) -> None:
    """Answer one update."""
    tap = update.get("callback_query")
    if tap:
        call("answerCallbackQuery", callback_query_id=tap["id"], text="Đã bấm")
        chat = tap["message"]["chat"]["id"]
        call("editMessageText", chat_id=chat, message_id=tap["message"]["message_id"], text="đã bấm " + tap["data"])
        return
    message = update.get("message") or update.get("edited_message")
    if not message:
        return
    text = message.get("text") or message.get("caption") or next(key for key in ("photo", "document") if key in message)
    if text == "/clock":
        text = CLOCK.read_text(encoding="ascii")
    keyboard = {"inline_keyboard": [[{"text": "Gửi tới nhà trường", "callback_data": "send", "style": "success"}]]}
    call("sendMessage", chat_id=message["chat"]["id"], text=f"nghe: {text}", reply_markup=keyboard)


def main() -> None:
    """Poll forever; an update is confirmed only after it was answered."""
    offset = 0
    print("at work", flush=True)  # noqa: T201 -- the room keeps a process's last lines
    while True:
        for update in call("getUpdates", offset=offset, timeout=20):
            if update.get("message", {}).get("text") == "/fall":
                call("getUpdates", offset=update["update_id"] + 1, limit=1)
                sys.exit(3)
            answer(update)
            offset = update["update_id"] + 1
        time.sleep(0)


if __name__ == "__main__":
    main()
