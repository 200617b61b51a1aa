"""Find the council for what a visitor typed: a postcode, a council's name or a place.

Read the files in this order, from the typed words to the answer:

1. ``views.py``: the box's page; ``lookup.py``: the recipe, from the line to an answer
2. ``parts.py``: the line in its parts, a place, its areas, and what people put around a name
3. ``known_names.py``, ``gazetteer.py``: the names that are compared
4. ``candidates.py``: every council that a name may mean; ``areas.py``: which of them lie in an area
5. ``matcher.py``: from candidates to an answer, with ``exact_names.py`` and ``suggestions.py``
6. ``postcode_answers.py``: the same for a postcode; ``beyond_england.py``: whom to turn to there
7. ``cases.py``: the table of answers, a row for each kind; ``answers.py``: an answer for its page

``called.py`` reads by the same names what staff write in a list.

Imports go one way: known_names, gazetteer and parts know no others here; then candidates, areas,
answers, exact_names, suggestions, matcher, lookup, views.
"""
