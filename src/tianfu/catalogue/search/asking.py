"""From what somebody typed to what the index is asked. Nothing is read as a query language: words are cut, each piece is looked for.

All pieces must occur somewhere (in the other words of a synonym list, too). How well a document matches: the question as it stands in the
title, all its words in the title, in names of columns and items, of departments, among values, in the description.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tantivy import Occur, Query

from .cutting import RUN, folded, grams, is_han, parts, pieces
from .schema import schema
from .wanted import Wanted

Phrase = tuple[str, tuple[str, ...]]
"""A field, and what it has to have in a row."""
Expand = Callable[[Sequence[str]], Mapping[str, tuple[str, ...]]]
PIECES_MOST = 24
CHARACTERS_MOST = 400
PREFIX_LEAST = 3
PHRASE, NUANCE = 60.0, 0.3
FIELDS: Mapping[str, float] = {"title": 30.0, "codes": 30.0, "names": 8.0, "units": 6.0, "values": 4.0, "text": 1.0}
"""What it is worth to have all words in a field. A better place outweighs all worse ones together, data and newness included."""
OTHER = 0.6
"""Another word is worth less than the one that was typed."""
EACH = 100.0
"""Where not all words can be had: most of them first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What has to occur, and other words that do as well."""

    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A question: its terms as typed, cut into pieces."""

    terms: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def also(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(o for p in self.pieces for o in p.others))

    @property
    def marked(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.terms, *(p.text for p in self.pieces), *self.also)))


def words_of(typed: str, expand: Expand) -> Words:
    """The question in pieces; empty where there is nothing to look for.

    >>> words_of("成都的空气质量 PM2.5", lambda terms: {"pm2.5": ("细颗粒物",)}).pieces[1:]
    (Piece(text='空气质量', others=()), Piece(text='pm2.5', others=('细颗粒物',)))
    """
    terms = tuple(dict.fromkeys(t for t in folded(typed[:CHARACTERS_MOST]).split() if RUN.search(t)))[:PIECES_MOST]
    others = expand(terms)
    cut = (p for term in terms for p in _cut(term, others))
    return Words(terms, tuple(dict.fromkeys(cut))[:PIECES_MOST])


def matching(words: Words, *, every: bool = True) -> Query:
    """What is found: documents with all pieces, or with any of them."""
    found = [_piece(p) for p in words.pieces]
    if not found:
        return Query.empty_query()
    if every:
        return Query.boolean_query([(Occur.Must, q) for q in found])
    return Query.boolean_query([(Occur.Should, q) for q in found])


def ranking(words: Words) -> list[Query]:
    """What makes one better than another. A phrase that counts twice, as a term and as its only piece, is looked for once."""
    nuances = [Query.boost_query(_phrase("title", grams(term)), NUANCE) for term in words.terms]
    worths: dict[Phrase, float] = {}
    for phrase, worth in (*_as_they_stand(words.terms), *(w for p in words.pieces for w in _well_placed(p, len(words.pieces)))):
        worths[phrase] = worths.get(phrase, 0.0) + worth
    alone = [p.text for p in words.pieces if len(p.text) == 1]
    bags = [Query.const_score_query(_in_bag("title_bag", text), FIELDS["title"] / len(words.pieces)) for text in alone]
    return [*nuances, *(Query.const_score_query(_phrase(*phrase), worth) for phrase, worth in worths.items()), *bags]


def narrowed(asked: Wanted, query: Query, *, without: Collection[str] = ()) -> Query:
    """The query for those that may see it, with the chosen properties; of several values of one any holds."""
    chosen = [Query.term_set_query(schema(), n, list(values)) for n, values in asked.chosen.items() if n not in without]
    parts = [(Occur.Must, query), *((Occur.Must, Query.const_score_query(q, 0.0)) for q in chosen)]
    return Query.boolean_query([*parts, (Occur.MustNot, _in_bag("blind", "inside" if asked.inside else "public"))])


def ranked(asked: Wanted, words: Words, *, every: bool = True) -> Query:
    """What is found for those that may see it, the best first. Where not all words can be had, each that is there counts."""
    if every:
        query = Query.const_score_query(matching(words), 0.0)
    else:
        query = Query.boolean_query([(Occur.Should, Query.const_score_query(_piece(p), EACH)) for p in words.pieces])
    return Query.boolean_query([(Occur.Must, narrowed(asked, query)), *((Occur.Should, r) for r in ranking(words))])


def _cut(term: str, others: Mapping[str, tuple[str, ...]]) -> list[Piece]:
    """The pieces of a term; a part with other words is one piece."""
    for part, found in others.items():
        before, met, after = term.partition(part)
        if met:
            return [*_cut(before, others), Piece(part, found), *_cut(after, others)]
    return [Piece(p) for p in pieces(term)] if term else []


def _piece(piece: Piece) -> Query:
    found = [_occurs(piece.text), *(_occurs(o) for o in piece.others)]
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Should, q) for q in found])


def _occurs(text: str) -> Query:
    """Whether a text stands somewhere in a document."""
    cut = grams(text)
    if len(cut) == 1 and len(text) == 1 and is_han(text):
        return _in_bag("bag", text)
    if len(cut) == 1 and not is_han(cut[0]):
        return _token(cut[0])
    return _phrase("all", cut)


def _token(token: str) -> Query:
    """Letters and digits: whole, by their beginning, or by all their parts."""
    ways = [_phrase("all", [token])]
    if len(token) >= PREFIX_LEAST:
        ways.append(Query.regex_query(schema(), "all", f"{_escaped(token)}.*"))
    made_of = parts(token)
    if len(made_of) > 1 or made_of != [token]:
        inside = [(Occur.Must, _in_bag("bag", p)) for p in made_of]
        ways += [Query.boolean_query(inside)] if inside else []
    if len(made_of) == 1:
        ways.append(_in_bag("bag", token))
    return Query.boolean_query([(Occur.Should, q) for q in ways])


def _as_they_stand(terms: Sequence[str]) -> Iterator[tuple[Phrase, float]]:
    """Whole terms in the title."""
    for term in terms:
        yield ("title", tuple(grams(term))), PHRASE / len(terms)


def _well_placed(piece: Piece, count: int) -> Iterator[tuple[Phrase, float]]:
    for field, worth in FIELDS.items():
        yield (field, tuple(grams(piece.text))), worth / count
    for other in piece.others:
        yield from (((f, tuple(grams(other))), OTHER * FIELDS[f] / count) for f in ("title", "names"))


def _in_bag(field: str, token: str) -> Query:
    """A field without places has it."""
    return Query.term_query(schema(), field, token, index_option="basic")


def _phrase(field: str, cut: Sequence[str]) -> Query:
    if not cut:
        return Query.empty_query()
    return Query.term_query(schema(), field, cut[0]) if len(cut) == 1 else Query.phrase_query(schema(), field, list(cut))


def _escaped(token: str) -> str:
    return "".join(c if c.isalnum() or c == "_" else f"\\{c}" for c in token)
