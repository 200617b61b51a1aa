"""Find the council for what a visitor typed: a postcode, a council's name or a place.

Read the files in this order, from the typed words to the answer:

1. ``views.py``: the box's page; ``lookup.py``: the recipe, from the line to an answer
2. ``plain_lines.py``: which lines the guard need not hear
3. ``postcode_answers.py``: a postcode, or half of one
4. ``matcher.py``: words: what is tried, one after another, in the files of steps 5 to 7
5. ``exact_names.py``: a name alone; ``parts.py``: a longer line in its parts (``line_parts.py``), a
   place and its areas; ``around_names.py``: what people put around a name
6. ``in_parts.py``: the answer to those parts; ``areas.py``: what lies in an area
7. ``suggestions.py`` with ``similar.py``: what is spelt alike, or stands within a line
8. ``candidates.py``: every council that a name may mean; ``name_index.py``, ``gazetteer.py``,
   ``known_names.py``: the names that are compared
9. ``cases.py``: the table of answers, a row for each kind; ``case.py``: its columns;
   ``sentences.py``: the rows for sentences that are no place
10. ``answers.py``: an answer for its page; ``beyond_england.py``: whom to turn to outside England;
    ``offered.py``: a choice read back from its address

``called.py`` reads by the same names what staff write in a list.

Imports go one way: known_names, line_parts, around_names, parts, gazetteer,
name_index, plain_lines; candidates, areas, beyond_england; case, sentences, cases, answers;
exact_names, in_parts, similar, suggestions, matcher; postcode_answers, lookup, offered, views.
called imports the matcher, and nothing here imports called.
"""
