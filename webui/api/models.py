"""What the API's In and Out models share: strictness, identifiers, and text that can be stored."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from routing.identifiers import is_id

LONGEST_LINE = 4_000  # characters of one chat line, and of a question
MOST_LINES = 100  # in one message: what an outbox holds after a long break fits in a few
# Bytes of a message of so many of the longest lines: a character takes up to twelve in JSON (two escaped
# halves), and each line has an id.
LARGEST_LINES = MOST_LINES * (12 * LONGEST_LINE + 100)


def _id(text: str) -> str:
    if not is_id(text):
        raise PydanticCustomError("uuid", "must be a UUID")
    return text.lower()


def _storable(text: str) -> str:
    """PostgreSQL's text cannot hold NUL."""
    if "\0" in text:
        raise PydanticCustomError("control_character", "must not hold a NUL character")
    return text


Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, AfterValidator(_storable)]
Answers = Annotated[dict[Text, Text], Field(max_length=50)]


class In(BaseModel):
    """What comes from outside: unknown fields are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """Query parameters, which are always text: converted, unknown ones refused."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Nothing(In):
    """An empty body: `{}`, or no body at all."""

    @model_validator(mode="before")
    @classmethod
    def _none_is_empty(cls, given: Any) -> Any:
        return {} if given is None else given


class LineIn(In):
    """One chat line; `id` is made by the writer, so that sending it again is harmless."""

    id: Id
    text: Annotated[Text, Field(min_length=1, max_length=LONGEST_LINE)]


class LinesIn(In):
    """Chat lines in the order they were written."""

    lines: Annotated[list[LineIn], Field(min_length=1, max_length=MOST_LINES)]


class NumbersOut(Out):
    """The number each line got in its session, by the line's id."""

    numbers: dict[str, int]


class ProblemOut(BaseModel):
    """RFC 9457 problem details; data that explains the error stands beside these members."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
