"""What the API takes and gives besides records; the source of its OpenAPI description."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from vnnews.batch.items import Item
from vnnews.explanation import Step
from vnnews.records import Article, Record
from vnnews.resolve.dates import posting


def _iso(value: str | None) -> str | None:
    if value is not None and posting(value, "argument") is None:
        raise ValueError("no ISO 8601 date such as 2018-07-13 or 2018-07-13T17:28")
    return value


Posted = Annotated[str | None, AfterValidator(_iso), Field(description="When it was posted (ISO 8601).")]
Url = Annotated[str | None, Field(max_length=2_000, description="The article's address; it helps to tell the place.")]


class Input(BaseModel):
    """One article: its ``text``, or the ``html`` of its page."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Sáng 13/7/2018, UBND phường Ngọc Thụy trao 35 suất quà."}]},
    )

    text: str | None = Field(None, description="The article as text.")
    html: str | None = Field(None, description="The article's page as markup.")
    id: str | None = Field(None, max_length=500, description="What the record is to be called.")
    url: Url = None
    published_at: Posted = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise ValueError("give text or html, one of them")
        return self

    def item(self) -> Item:
        """Return what is to be extracted."""
        text = self.html if self.text is None else self.text
        return Item(text or "", self.id, self.url, self.published_at, html=self.text is None)


class Look(Record):
    """A record, its text with the items marked as HTML, why each is there, and the record as a gold file."""

    record: Article
    html: str
    steps: tuple[Step, ...]
    gold: dict[str, Any]


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str
