"""Letters of the requester that no template of frkit writes: objections to a fee, a question after "no records"."""

from __future__ import annotations

from specimens import los_angeles, washington

FEE_OBJECTION = f"""\
Subject: {washington.NUMBER}: objection to the fee estimate of February 27, 2026

I object to your written estimate of February 27, 2026, line by line.

1. Attorney, determining which exemptions apply: 12.0 hours, $2,160.00. The Oregon Public Records Law lets a public body
   recover its actual cost, but not the time that an attorney spends on deciding which exemptions apply (ORS 192.324(4)
   to (6)).
   Please strike this line.

2. Search of e-mail and shared drives, items 2 and 4 to 7: 14.0 hours, $812.00. Please say which mailboxes and drives
   are meant, and how many hours each item takes. The request names makers and products to search for, which a mail
   system can do by itself.

3. Export of cloud account records, items 3 and 8: 6.0 hours, $570.00. Invoices are held by Finance and need no export.
   Please give the hours for each of the two items.

Please release now, without waiting for the rest, whatever is already at hand for items 1 and 3. I also ask that the
remaining fee be waived: the records show how public money was spent on face recognition after the vendor announced a
pause on June 10, 2020, and making them available primarily benefits the general public (ORS 192.324(4) to (6)).

This is an objection, not a withdrawal. I keep the request open in full.
"""

SECOND_FEE_OBJECTION = f"""\
Subject: {washington.NUMBER}: objection to the fee estimate of May 8, 2026

I object to your second estimate, of May 8, 2026 ($1,382.00).

1. Search of e-mail and shared drives: 14.0 hours. My letter of March 4, 2026 asked which mailboxes and drives are meant
   and how many hours each item takes. The estimate answers neither. Without that, nobody can tell the actual cost.

2. Export of cloud account records: 6.0 hours. The first estimate gave 6.0 hours for items 3 and 8. The records for item
   3 have since been released without charge; the hours have not changed.

3. My request of March 4, 2026 for a waiver in the public interest has not been answered for these items. Please decide
   it in writing.

Please send a corrected estimate, item by item. I keep the request open in full. If it is not settled before your
sixty days run out on July 7, 2026, I will pay under protest or petition the district attorney; please do not close it.
"""

AFTER_NO_RECORDS = f"""\
Subject: {los_angeles.NUMBER}: use of another body's system

Your determination of March 25, 2026 says that no responsive records were found "of a facial recognition system owned or
purchased by the Department". The request asks about use and access, whoever owns the system.

The Los Angeles Times reported on September 22, 2020 that the Department ran 29,817 searches on the county's system from
November 6, 2009 to September 11, 2020. Records of such use are held by the Department even where the system is not its
own.

Please search again for item 1 (counts by month) and item 5 (agreements, user forms and correspondence on access to
another body's system), in the units that use the county's system as well as in contract files, and tell me which units
were searched and for which dates. Please also say how the Department reads "own or purchase" in its answers to items 3,
4 and 6.

This does not withdraw any part of the request.
"""
