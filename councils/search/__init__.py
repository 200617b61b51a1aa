"""Find the council for what a visitor typed: a postcode, a council's name or a place.

Eleven words first, which all files use. A name is *spelled* when it is in the form in which names
are compared: "St. Helen's" is "st helens" (``known_names.py``). The *index* has every name of a
council; it *knows* a name that a council, a county, a region or a place has (``name_index.py``). A
*candidate* is a council that a name may mean, and why (``candidates.py``). An *answer* has its
*case*, one of the rows of ``cases.py``, and the candidates to choose from (``answers.py``). A
council *is responsible* if its kind runs children's services, also when it has ended. Its
*followers* on the day are itself, its county council, or those that took over from it. A *nation*
stands as its key in ``CASES``, "northern_ireland"; a council has its nation in words, and
``nation_code`` gives the key (``nations.py``). *Elsewhere* is outside England: in another nation,
on an island or abroad. The *guard* hears whether a line is a call for help (``call_for_help`` in
``councils/safeguarding``).

Read the files in this order, from the typed words to the answer:

1. ``views.py``: the box's page; ``lookup.py``: the recipe, from the line to an answer
2. ``case.py``: what a kind of answer may say and do; ``answers.py``: the answer that all return
3. ``postcode_answers.py``: a postcode, or half of one
4. ``matcher.py``: words: what is tried, one after another, in the files of the next steps
5. ``known_names.py``, ``gazetteer.py``, ``name_index.py``: the names that are compared
6. ``line_parts.py``: a line's parts, a place and its areas; ``around_names.py``: what people put
   around a name; ``parts.py``: a line read as its parts
7. ``candidates.py``: every council that a name may mean; ``areas.py``: which lie in an area
8. ``exact_names.py``: the answer to a name alone; ``in_parts.py``: to a place in its areas
9. ``similar.py`` and ``misspelt.py``: what is spelt alike, or stands within a line
10. ``plain_lines.py``: which lines the guard need not hear, by the names and parts above
11. ``cases.py``: the table of answers, a row for each kind; ``sentences.py``: the rows for
    sentences that are no place
12. ``nations.py``: whom to turn to outside England; ``offered.py``: a choice read back from its
    address

``called.py`` reads by the same names what staff write in a list.

Imports go one way: known_names, line_parts, around_names, parts, gazetteer, name_index,
similar, plain_lines; candidates, areas, nations; case, sentences, cases, answers;
exact_names, in_parts, misspelt, matcher; postcode_answers, lookup, offered, views.
called imports the matcher, and nothing here imports called.
"""
