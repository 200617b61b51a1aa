"""Find the council for what a visitor typed: a postcode, a council's name or a place.

Read the files in this order, from the typed words to the answer:

1. ``views.py``: the box's page; ``lookup.py``: the recipe, from the line to an answer
2. ``plain_lines.py``: which lines the guard need not hear
3. ``parts.py``: the line in its parts, a place and its areas; ``around_names.py``: what people put
   around a name
4. ``known_names.py``, ``gazetteer.py``, ``name_index.py``: the names that are compared
5. ``candidates.py``: every council that a name may mean; ``areas.py``: which of them lie in an area
6. ``matcher.py``: from candidates to an answer, first of ``exact_names.py``, then of
   ``in_parts.py``, last of ``suggestions.py`` with ``similar.py``
7. ``postcode_answers.py``: the same for a postcode; ``beyond_england.py``: whom to turn to there
8. ``cases.py``: the table of answers, a row for each kind; ``case.py``: its columns;
   ``sentences.py``: the rows for sentences that are no place
9. ``answers.py``: an answer for its page; ``offered.py``: a choice read back from its address

``called.py`` reads by the same names what staff write in a list.

Imports go one way: known_names, around_names and parts, gazetteer, name_index; then candidates,
areas, answers, exact_names, in_parts and suggestions, matcher, lookup and offered, views.
"""
