"""Every Bot API method that the practice room knows, by its name in lower case."""

from bot.sandbox import methods_editing as editing
from bot.sandbox import methods_sending as sending
from bot.sandbox import methods_settings as settings
from bot.sandbox.methods import Method

METHODS: dict[str, Method] = {
    "getme": settings.get_me,
    "getchat": settings.get_chat,
    "getfile": settings.get_file,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendmediagroup": sending.send_media_group,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": editing.answer_callback_query,
    "setmessagereaction": editing.set_message_reaction,
    "setmycommands": settings.set_my_commands,
    "getmycommands": settings.get_my_commands,
    "deletemycommands": settings.delete_my_commands,
    "setchatmenubutton": settings.set_chat_menu_button,
    "getchatmenubutton": settings.get_chat_menu_button,
    **settings.NAMES,
}

#: Calls that would only fill the log drawer.
UNCOUNTED = {"getupdates", "getme", "sendchataction"}
