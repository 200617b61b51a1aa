"""The public record as it stood on a day: the one place where statuses are derived and counted.

record = record_on()                       # today, in London
record = record_on(dt.date(2013, 9, 19))   # as known now
"""

from councils.record.council_on_day import CouncilOnDay, LineageLink
from councils.record.snapshot import Record, build, cached_with_record, record_on
from councils.record.status import CURRENT_STATUSES, STATUS_WORDS, Status
from councils.record.tallies import REPORTED_IN_2014, Provenance, Tally
from councils.record.version import closed_on, closed_words, current_day, record_version
