"""The guide for each kind of reader, page by page: what can be done here, in plain words. All are message ids."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.roles import Role
from bot.domain.wording import N_


class Reader(StrEnum):
    """For whom a guide is written."""

    TEACHER = "teacher"  # and staff, and somebody not known yet
    HEAD = "head"
    CLERK = "clerk"
    OFFICER = "officer"  # at the commune or in the Department


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a guide: a heading and a few lines."""

    heading: str
    lines: tuple[str, ...]


READER_LABELS = {
    Reader.TEACHER: N_("Teachers and staff"),
    Reader.HEAD: N_("Heads and deputies"),
    Reader.CLERK: N_("Clerks"),
    Reader.OFFICER: N_("Commune and Department"),
}

_READERS: Mapping[Role, Reader] = {
    Role.MEMBER: Reader.TEACHER,
    Role.UNIT_HEAD: Reader.HEAD,
    Role.UNIT_DEPUTY: Reader.HEAD,
    Role.UNIT_CLERK: Reader.CLERK,
}


def reader_of(roles: Collection[Role]) -> Reader:
    """Tell which guide comes first for somebody with these roles; without any, the teachers' guide."""
    read = {_READERS.get(role, Reader.OFFICER) for role in roles}
    order = (Reader.HEAD, Reader.CLERK, Reader.OFFICER, Reader.TEACHER)
    return next((reader for reader in order if reader in read), Reader.TEACHER)


GUIDES: Mapping[Reader, tuple[Page, ...]] = {
    Reader.TEACHER: (
        Page(
            N_("How to nominate"),
            (
                N_("/decu begins. One question at a time, about 3 minutes; every answer is kept at once."),
                N_("Photos, documents, voice notes and links may be sent at any step; they are kept as evidence."),
                N_("/quaylai goes one step back, /desau keeps the draft, /tieptuc goes on days later."),
                N_("Nothing is sent before you have read it all and pressed the green button."),
            ),
        ),
        Page(
            N_("A story that says something"),
            (
                N_("One deed told simply says more than ten fine adjectives."),
                N_("Say what was done, how, who gained by it, and what is different now."),
                N_("A number, a day or a name of a way of working helps: “14 of 15 classes”, “since September”."),
                N_("Leave out illness, poverty and other private matters of anybody."),
            ),
        ),
        Page(
            N_("Evidence"),
            (
                N_(
                    "Photos, albums, documents, voice notes and links, up to 20 MB each. A screenshot of the work "
                    "itself counts as well."
                ),
                N_("Say which criterion a file shows; one file may do for one of them."),
                N_("Place and time that the camera wrote into a photo are taken out before it is kept."),
                N_("Please send no identity cards and no health papers."),
                N_("Nothing at hand? Send the story; the school can ask or find the papers itself."),
            ),
        ),
        Page(
            N_("Where is my item?"),
            (
                N_("/hoso shows each item: who has it, until when, and what has happened so far."),
                N_("Each change is told here, with its reason. Nothing needs to be asked for."),
                N_("Whatever the school asks for can be sent from /hoso, as words or as files."),
                N_(
                    "“Not in this round” keeps the story and its evidence; Nominate again takes them to the next "
                    "occasion."
                ),
            ),
        ),
    ),
    Reader.HEAD: (
        Page(
            N_("What waits for you"),
            (
                N_("/choduyet lists it, the oldest first; ▰▰▱▱ tells how many criteria have something to show."),
                N_(
                    "A card fits one screen: the person, the story, each criterion, the date. See all reads "
                    "everything; files open from there."
                ),
                N_("New ones are told to you; at night without a sound."),
            ),
        ),
        Page(
            N_("Three answers, none of them final at once"),
            (
                N_("Choose for the list: the nominator hears it, and what comes next."),
                N_(
                    "Ask for more: tick what is missing, set the day. Better than leaving a good story aside for a "
                    "missing paper."
                ),
                N_("Not in this round: the reason is read word for word, and you read it first as it will arrive."),
                N_("For two minutes each act can be taken back; nobody is told before."),
            ),
        ),
        Page(
            N_("When somebody else should look"),
            (
                N_(
                    "Nobody decides on an item that is about them, that they nominated, or that is about somebody "
                    "close to them."
                ),
                N_(
                    "The card then offers the deputy head or the level above. If nobody in the unit may decide, it "
                    "goes there by itself."
                ),
                N_("Close to the nominee, and the card doesn't know? Press that you are related."),
                N_("Away for a while? /uyquyen lets a deputy act until a date."),
            ),
        ),
        Page(
            N_("People of the unit"),
            (
                N_("/xacnhan: people who say they belong to the unit. Confirm those you know."),
                N_(
                    "/moi makes a link, a QR code or an A4 poster for the staff room. A link has an end and can be "
                    "taken back."
                ),
                N_("/vaitro shows who has which role, gives and ends them; who did so and why is recorded."),
            ),
        ),
        Page(
            N_("Reminders and the digest"),
            (
                N_(
                    "Before the day for sending dossiers you are reminded 30, 14, 7, 3 and 1 days ahead, only while "
                    "something waits."
                ),
                N_("On Monday morning one message sums up the week."),
                N_("One unasked message a day at most, from 07:00 to 21:00, none during Tết."),
            ),
        ),
    ),
    Reader.CLERK: (
        Page(
            N_("Who belongs to the unit"),
            (
                N_("/xacnhan lists those who ask to join; you confirm them like the head does."),
                N_("/moi invites by link, QR code or poster. Take a link back when it has wandered to strangers."),
                N_("Not one of yours? Say so; the person is told gently and can look for the right unit."),
            ),
        ),
        Page(
            N_("Getting an item ready"),
            (
                N_(
                    "The head can hand you an item: you read it, look at its files and ask the nominator for what is "
                    "missing."
                ),
                N_("Choosing stays with the head."),
                N_(
                    "Somebody told you on paper? Nominate with /decu in your own name and say in the story whose "
                    "words they are."
                ),
            ),
        ),
    ),
    Reader.OFFICER: (
        Page(
            N_("What reaches you"),
            (
                N_(
                    "Items come up where nobody in the school may decide: the head is the nominee, the nominator or "
                    "close to the nominee."
                ),
                N_(
                    "/choduyet lists them, the oldest first. The same three answers are there, and the same two "
                    "minutes to take one back."
                ),
                N_("What is chosen here is on the school's list, as if its head had chosen it."),
            ),
        ),
        Page(
            N_("Units and people"),
            (
                N_(
                    "A unit keeps its history: old names and codes still find it, and an item under way goes on at "
                    "the unit that came after."
                ),
                N_(
                    "The Department Office gives and ends the roles of heads with /vaitro; heads see to those within "
                    "their unit."
                ),
                N_("Every act is recorded: who, in which role, when and why."),
            ),
        ),
    ),
}
