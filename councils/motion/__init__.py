"""The motion that a councillor can propose and the facts behind it, as a page and as a file."""
