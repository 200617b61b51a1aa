"""The kinds of council that run children's services.

Without Django, so that the map's tools can import it, and without the classes of rows, which only
the loader needs.
"""

RESPONSIBLE_KINDS = ("county", "unitary", "metropolitan", "london", "city", "scilly")
"""Kinds of council that run children's services in England. Only these can sign."""
