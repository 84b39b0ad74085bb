"""What a notice is about. The words of each are made in handlers/notices.py when it is sent."""

from enum import StrEnum


class Template(StrEnum):
    """The notices there are; the value lies in the outbox row."""

    NEW_NOMINATION = "new_nomination"  # to the officers who may act
    SUPPLEMENT_ASKED = "supplement_asked"  # to the nominator, W34
    SUPPLEMENT_GIVEN = "supplement_given"  # to the officer who asked
    ADOPTED = "adopted"  # to the nominator, W35
    NOMINEE_ADOPTED = "nominee_adopted"  # to a registered nominee, W35b
    NOT_THIS_ROUND = "not_this_round"  # to the nominator, W36
    ON_THE_WAY = "on_the_way"  # to the nominator: another hand has it, W37
    REORGANISED = "reorganised"  # to the nominator: another unit has it now
    WITHDRAWN = "withdrawn"  # to the officers who had it
    MERGED = "merged"  # to the second nominator, W37
    SUPPORTED_RESULT = "supported_result"  # to those who support a nomination: what came of it
    THANKED = "thanked"  # to a nominator, for one or several nominations
    HANDED_OVER = "handed_over"  # to the clerk who is to prepare it
    PREPARED = "prepared"  # to those who decide: the clerk is done
    ASKED_BACK = "asked_back"  # to those who have it: the nominator's question
    ANSWERED = "answered"  # to the nominator
    NOMINEE_DECLINED = "nominee_declined"  # to the nominator and to those who chose
    NOMINEE_CORRECTED = "nominee_corrected"  # to those who chose: the nominee's own words
    REMINDER_OFFICER = "reminder_officer"  # W47, head with waiting items
    REMINDER_DRAFT = "reminder_draft"  # W47, nominator with an unfinished draft
    DIGEST_HEAD = "digest_head"  # W48
    TIP = "tip"  # once a week, to those who have not muted it
    FAILURE = "failure"  # W54
    SLOW_DOWN = "slow_down"  # to a flooding chat
    GROUP = "group"  # the one sentence in a group
    EVIDENCE_FILE = "evidence_file"  # a file that an officer or the nominator asked to open
    JOIN_ASKED = "join_asked"  # to those who confirm who belongs to a unit, W9
    JOIN_REMINDER = "join_reminder"  # to the same, after two working days
    JOIN_CONFIRMED = "join_confirmed"  # to whoever asked
    JOIN_NOT_OURS = "join_not_ours"  # to whoever asked
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    INVITATION_QR = "invitation_qr"  # the picture that a head asked for
    INVITATION_POSTER = "invitation_poster"  # the same on a sheet of paper
    OVERTAKEN = "overtaken"  # a replayed update came too late and changed nothing
