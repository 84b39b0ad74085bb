"""The menu of commands as one chat shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands of one chat with what each says. ``words`` is the same in one line, to see whether it changed."""

    commands: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """Give what is kept of a menu that was told."""
        return "\n".join(f"{name} {says}" for name, says in self.commands)
