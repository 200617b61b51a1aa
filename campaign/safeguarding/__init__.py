"""What happens when a message may be a call for help.

calls.py      an email that was heard: the task, the helplines for its sender, what stays silent
alarm.py      the emails to the person responsible, and the link by which they take a call
watch.py      each minute: calls that many came with, that nobody took, alarms that did not arrive
addresses.py  whose address it is, and how a new one is confirmed
after_restore.py  which addresses still count, and who is told what the desk no longer knows
"""
