"""Errors that a person can act on: a fact, a place and a remedy, with the exit code they end with."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a frkit command ends; scripts rely on these numbers."""

    DONE = 0
    PROBLEMS = 1
    WRONG_USAGE = 2
    MISSING_PROGRAM = 3
    NETWORK = 4
    INTERRUPTED = 130


class FrkitError(Exception):
    """A request that cannot be met: what is the matter, where, and what to do about it."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, fact: str, *, place: str = "", remedy: str = "") -> None:
        self.fact = fact
        self.place = place
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [self.fact]
        if self.place:
            lines.append(f"  where: {self.place}")
        if self.remedy:
            lines.append(f"  to do: {self.remedy}")
        return "\n".join(lines)


class WrongUsage(FrkitError):
    """The command line names something that does not exist or does not fit."""

    exit_code = ExitCode.WRONG_USAGE


class MissingProgram(FrkitError):
    """A program or library is not installed; the remedy holds the line that installs it."""

    exit_code = ExitCode.MISSING_PROGRAM


class NetworkProblem(FrkitError):
    """The network could not be reached or answered badly."""

    exit_code = ExitCode.NETWORK


class AlreadyThere(FrkitError):
    """A file that may only be created exists already, with other content."""
