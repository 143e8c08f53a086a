"""What the same network reached in the days before: the last source of control.

Decides how far back it goes and how often something must have been seen. It only ever shows that an
answer is plausible: a handshake for the name was verified there, on this network, on several days.
It never blames: that something worked yesterday doesn't say that it would work today. The probe's
own validation is enough for that weight. A measurement judged alone has no history.

Input relations: `before_tls` and `before_measurements` (the days before those that are judged; the
same columns as `tls` and `measurements`), `answer_view`, `place`.
"""

from __future__ import annotations

from fanous.model.tables import DAY

__all__ = ["BEFORE", "HISTORY", "REACHED", "WINDOW_DAYS"]

WINDOW_DAYS = 14
_LEAST_DAYS = 3  # different days: one day's rows, however many, are one voice

# The relations of the days before, and the tables whose columns they have.
BEFORE = {"before_tls": "tls", "before_measurements": "measurements"}

# Made once a build, however many parts its days are judged in.
REACHED: dict[str, str] = {
    "reached_before": f"""
        SELECT DISTINCT epoch_us(m.start_time) // {DAY} AS day, m.probe_asn,
            t.server_name AS hostname, t.ip
        FROM before_tls t JOIN before_measurements m ON m.record = t.record
        WHERE t.success AND NOT t.no_tls_verify AND t.ip IS NOT NULL AND m.probe_asn > 0
    """,
}

HISTORY: dict[str, str] = {
    "verified_before": f"""
        SELECT q.record, q.sequence
        FROM answer_view q
        JOIN place p ON p.record = q.record
        JOIN reached_before b ON b.hostname = q.hostname AND b.ip = q.ip
            AND b.probe_asn = p.probe_asn AND b.day BETWEEN p.day - {WINDOW_DAYS} AND p.day - 1
        GROUP BY q.record, q.sequence, q.ip
        HAVING count(DISTINCT b.day) >= {_LEAST_DAYS}
    """,
}
