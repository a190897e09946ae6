"""A Dockerfile as stages of steps. Only what ours uses is understood; all else is an error, never passed over."""

import dataclasses
import json
import shlex

INSTRUCTIONS = {
    "FROM", "RUN", "COPY", "WORKDIR", "ENV", "LABEL", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK",
    "ENTRYPOINT", "CMD",
}


@dataclasses.dataclass
class Step:
    instruction: str
    text: str
    line: int

    def words(self):
        """The arguments: of the JSON form, or of the shell's."""
        return json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)

    def flags_and_words(self):
        """The leading --name=value, and the rest."""
        words = self.words()
        flags = {}
        while words and words[0].startswith("--"):
            name, _, value = words.pop(0)[2:].partition("=")
            flags[name] = value
        return flags, words


@dataclasses.dataclass
class Stage:
    base: str
    name: str | None
    steps: list[Step]


def read_steps(text):
    logical, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or (not logical and not line.strip()):
            continue
        start = start or number
        if line.endswith("\\"):
            logical += line[:-1]
            continue
        instruction, _, arguments = (logical + line).strip().partition(" ")
        if instruction not in INSTRUCTIONS:
            raise ValueError(f"Dockerfile:{start}: {instruction} is not understood here")
        yield Step(instruction, arguments.strip(), start)
        logical, start = "", 0


def read_stages(text):
    stages = []
    for step in read_steps(text):
        if step.instruction == "FROM":
            base, *name = step.words()
            stages.append(Stage(base, name[1] if name else None, []))
        else:
            stages[-1].steps.append(step)
    return stages
