"""What one page shows of a conversation, and what it still has to send."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from routing.identifiers import new_id
from tests.acceptance.chaos.live_line import LiveLine

#: Lines in one message: the server takes a hundred.
AT_ONCE = 50


@dataclass
class ConversationView:
    """A page's side of one conversation, which lives on through reconnections."""

    session_id: str | None = None
    #: Line by number, as (id, author, text).
    shown: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    #: What was written here: text by the line's id, in order; and the numbers the server gave.
    written: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    #: Lines refused for good, by the problem's code.
    refused: dict[str, str] = field(default_factory=dict)
    #: What must never happen, as text.
    faults: list[str] = field(default_factory=list)
    _asked: dict[int, list[str]] = field(default_factory=dict)
    _asked_after: int | None = None

    def write(self, text: str) -> None:
        """The person writes a line; it goes out when `exchange` finds the line free."""
        self.written[new_id()] = text

    @property
    def unsent(self) -> list[str]:
        """The ids of lines that nobody has confirmed or refused."""
        return [i for i in self.written if i not in self.numbers and i not in self.refused]

    @property
    def contiguous(self) -> int:
        """The number up to which the page shows every line."""
        number = 0
        while number + 1 in self.shown:
            number += 1
        return number

    @property
    def texts(self) -> list[str]:
        """What the people wrote, in order, as far as the page shows every line."""
        lines = [self.shown[number] for number in range(1, self.contiguous + 1)]
        return [text for _, author, text in lines if author != "system"]

    def reconnected(self) -> None:
        """A new line: what was asked on the old one will not be answered."""
        self._asked.clear()
        self._asked_after = None

    def show(self, lines: Iterable[dict[str, Any]]) -> None:
        """Lines came, perhaps again."""
        for line in lines:
            seen = (str(line["id"]), str(line["author"]), str(line["text"]))
            before = self.shown.setdefault(int(line["number"]), seen)
            if before != seen:
                self.faults.append(f"line {line['number']} was {before} and is {seen}")

    def exchange(self, line: LiveLine) -> None:
        """Sends what is unsent, one message at a time, and asks for lines that are missing."""
        self._take_answers(line)
        about = {"session_id": self.session_id} if self.session_id else {}
        if self.unsent and not self._asked:
            ids = self.unsent[:AT_ONCE]
            lines = [{"id": i, "text": self.written[i]} for i in ids]
            self._asked[line.call("lines", {**about, "lines": lines})] = ids
        if self.shown and max(self.shown) > self.contiguous and self._asked_after is None:
            self._asked_after = line.call("lines_after", {**about, "after": self.contiguous})

    def _take_answers(self, line: LiveLine) -> None:
        for call, ids in list(self._asked.items()):
            if call in line.answers:
                del self._asked[call]
                self._note(ids, line.answers.pop(call))
        if self._asked_after in line.answers:
            answer = line.answers.pop(self._asked_after)
            self._asked_after = None
            if answer["ok"]:
                self.show(answer["data"]["lines"])

    def _note(self, ids: list[str], answer: dict[str, Any]) -> None:
        if answer["ok"]:
            for line_id, number in answer["data"]["numbers"].items():
                if self.numbers.setdefault(line_id, number) != number:
                    self.faults.append(f"{line_id} was number {self.numbers[line_id]}, is {number}")
        elif answer["problem"]["status"] < 500:
            self.refused.update(dict.fromkeys(ids, str(answer["problem"]["code"])))
        elif answer["problem"]["status"] != 503:
            self.faults.append(str(answer["problem"]))
