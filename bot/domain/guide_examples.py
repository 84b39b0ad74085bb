"""What a line of proof that says something looks like beside one that says nothing, for every criterion (S-06)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.wording import N_


@dataclass(frozen=True, slots=True)
class Example:
    """A good and a poor line, both message ids; the poor one tells what it lacks. Everything in them is made up."""

    good: str
    poor: str


EXAMPLES: Mapping[str, Example] = {
    "TT-1": Example(
        N_(
            "“Reading week became reading day: 14 of 15 classes now read every Friday, and pupils borrow twice as "
            "many books.”"
        ),
        N_("“The movement was launched solemnly and got everybody's response.” It doesn't say what came of it."),
    ),
    "TT-2": Example(
        N_(
            "“All nine teachers of the team took turns to teach the classes of a colleague in hospital; no lesson was "
            "dropped.”"
        ),
        N_("“An internally united collective.” Which task shows it?"),
    ),
    "TT-3": Example(
        N_(
            "“In two years pupils below average in maths fell from 18% to 6%; three neighbouring schools came to see "
            "how.”"
        ),
        N_("“Quality is getting better and better.” By how much, and who confirms it?"),
    ),
    "TT-4": Example(
        N_(
            "“Geometry lessons are held in the school garden: pupils measure, draw to scale and explain. Twelve "
            "lesson plans are shared.”"
        ),
        N_("“Teaching methods are renewed actively.” Which method, in which lessons?"),
    ),
    "TT-5": Example(
        N_(
            "“Attendance and meals go through one shared sheet; the office saves an hour a day and parents hear by 8 "
            "o'clock.”"
        ),
        N_("“Every room has a screen.” Owning a device isn't using it well."),
    ),
    "TT-6": Example(
        N_(
            "“A quiet corner in each classroom and a letter box for worries: 46 letters answered, quarrels down by "
            "half in a year.”"
        ),
        N_("“The school is green, clean and beautiful.” What makes pupils feel safe and welcome?"),
    ),
    "TT-7": Example(
        N_("“New teachers get a companion for one year; all five have stayed, and two already won district prizes.”"),
        N_("“The leadership always creates favourable conditions.” For whom, and how?"),
    ),
    "TT-8": Example(
        N_("“31 of 42 members signed up for the Saturday tutoring of their own accord; last year there were 9.”"),
        N_("“100% of members took part.” If it was compulsory, it isn't joining of one's own accord."),
    ),
    "TT-9": Example(
        N_(
            "“Every teacher opens one lesson a term to colleagues; eight finished a course on inclusive teaching and "
            "use it.”"
        ),
        N_("“A team with solid professional skills.” Who learned what, and what do they do with it?"),
    ),
    "TT-10": Example(
        N_(
            "“Since March the staff have cooked 40 meals every Sunday for the commune's health station; the station "
            "sent a letter of thanks.”"
        ),
        N_("“Contributed to all funds in full.” What did they do themselves?"),
    ),
    "QL-1": Example(
        N_("“Publishes the canteen accounts on the notice board every month and asks parents to check them.”"),
        N_("“Good political qualities, healthy lifestyle.” It could be said of anybody."),
    ),
    "QL-2": Example(
        N_(
            "“The school planned three exemplars this year and has honoured four; two of their ways of working went "
            "to other schools.”"
        ),
        N_("“The unit's movement developed strongly.” Compare it with the unit's plan."),
    ),
    "QL-3": Example(
        N_(
            "“Two ideas: meetings by message on even weeks (18 hours saved a term), and substitute lessons drawn up "
            "by the teams.”"
        ),
        N_("“Always innovative in management.” Name at least two ways and what each brought."),
    ),
    "QL-4": Example(
        N_("“Moved 12 classes out of the flooded building within a day; lessons went on the next morning.”"),
        N_("“Completed all assigned tasks excellently.” Which one was hard, and how was it done?"),
    ),
    "QL-5": Example(
        N_("“At the staff meeting of 12/01/2027, 38 of 40 agreed; the minutes say what for.”"),
        N_("“Loved by everybody.” Add the minutes, or what colleagues said."),
    ),
    "QL-6": Example(
        N_(
            "“Took the earliest gate duty all winter; a complaint about the timetable was settled with both teams at "
            "one table.”"
        ),
        N_("“Democratic and exemplary.” When did one see it?"),
    ),
    "GV-1": Example(
        N_(
            "“Found a purse with 6 million đồng on the way to school, went round the hamlet until the owner was found.”"
        ),
        N_("“Strictly follows all regulations.” Tell of one occasion."),
    ),
    "GV-2": Example(
        N_(
            "“Garden geometry since 2025, and question cards for weak readers since September: average marks rose "
            "from 5,8 to 7,1.”"
        ),
        N_("“Applies information technology in lessons.” One general sentence; two ways with results are looked for."),
    ),
    "GV-3": Example(
        N_("“Finished a course on teaching children with autism in July and led two sessions of the team on it.”"),
        N_("“Always studies to improve.” Which course, when, and what changed in class?"),
    ),
    "GV-4": Example(
        N_("“The team's minutes of 08/01/2027: nine of nine propose, because she coached four colleagues' lessons.”"),
        N_("“Colleagues trust her.” Add the minutes, or let colleagues support the nomination here."),
    ),
    "NV-1": Example(
        N_("“Returned an overpayment of 2 million đồng that nobody had noticed, and had the book corrected.”"),
        N_("“An honest person.” One deed says more."),
    ),
    "NV-2": Example(
        N_("“The librarian sorts books by colour instead of by number, so first-graders find and return them alone.”"),
        N_("“Works creatively.” What is done in another way than before?"),
    ),
    "NV-3": Example(
        N_("“Electricity bill down by a fifth in a year: a switch-off round at five o'clock and a note on each door.”"),
        N_("“Works with high efficiency.” Give a number, or before and after."),
    ),
    "NV-4": Example(
        N_(
            "“Teachers of three grades wrote why the kitchen's menu board helps them; their words are in the team's "
            "minutes.”"
        ),
        N_("“Everybody likes him.” Who said so, and where is it written?"),
    ),
    "HS-1": Example(
        N_("“Average of 9,2 while helping two classmates every evening; both passed their make-up exam.”"),
        N_("“A good pupil, obedient to teachers.” What stands out?"),
    ),
    "HS-2": Example(
        N_("“Second prize in biology, provincial contest, 2027; the certificate is attached.”"),
        N_("“Won many prizes.” Name the contest, its level, the rank and the year."),
    ),
    "HS-3": Example(
        N_(
            "“Built a rain gauge from bottles that sends its level to the commune's phone; tried for three months, "
            "with a notebook.”"
        ),
        N_("“Loves science.” Liking it is not yet an idea that was tried."),
    ),
    "HS-4": Example(
        N_(
            "“Threw a rope to a child in the canal and called grown-ups instead of jumping in; the commune police "
            "confirmed it.”"
        ),
        N_("“Often helps friends.” Tell one deed: when, where, what was done."),
    ),
    "HS-5": Example(
        N_("“18 hours of canal cleaning with the commune's Youth Union, which confirmed the hours in writing.”"),
        N_("“Took part in all volunteering.” Without a paper of the organiser it can't count yet."),
    ),
}
