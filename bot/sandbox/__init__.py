"""The practice room: a small, strict Bot API server with a chat page; it knows nothing of the bot it serves."""
