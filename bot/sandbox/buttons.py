"""Finding a button as a person does: by its whole label, else by a part of it."""

from bot.sandbox.answers import Json


def find_button(rows: list[list[Json]], label: str) -> Json | None:
    """Give the button of that label, else the first whose label contains it."""
    buttons = [button for row in rows for button in row]
    exact = next((button for button in buttons if button["text"] == label), None)
    return exact or next((button for button in buttons if label in button["text"]), None)
