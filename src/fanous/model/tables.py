"""The tables: every column that is stored, its type and its meaning.

This is the contract between stages, and the source of the reference page. Decides names, types
and order; leaves how they become Arrow and Parquet to `fanous.store`. Types are words:
`string int64 float64 bool time` (UTC, microseconds) `binary` and `list<...>`.
A null says *not observed*; it never says *no*.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BUILT_TABLES", "INGESTED_TABLES", "SIGNAL_TABLES", "TABLES", "Column", "Table"]


DAY = 86_400_000_000  # microseconds: times are stored as these since 1970


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type word, and one sentence of meaning."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what a row is, its columns in order, and what rows are sorted by (a name that
    is not a column of the table is a column of `measurements`)."""

    name: str
    row: str
    columns: tuple[Column, ...]
    sort: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


def _columns(text: str) -> tuple[Column, ...]:
    """Read `name type meaning` lines; a table reads better as a table."""
    rows = (line.split(None, 2) for line in text.splitlines() if line.strip())
    return tuple(Column(name, kind, meaning) for name, kind, meaning in rows)


_RECORD = "record int64 key of the line it was read from: joins every table\n"
_UID = f"""
measurement_uid string the measurement's published id, else sha256: and the hash of its line
{_RECORD}"""
_PLACE = """
depth int64 redirect hop, 0 for the input itself
transaction_id int64 the probe's id that ties the steps of one connection together
t0 float64 start, seconds since the measurement's start
t float64 end, seconds since the measurement's start
"""

MEASUREMENTS = Table(
    "measurements",
    "one measurement as received, of whatever test",
    _columns(
        _UID
        + """
line_sha256 string SHA-256 of the line's bytes as received, in hex
source_id string SHA-256 of the source file's bytes; names are in its manifest
member string name inside an archive, null otherwise
line int64 line in the source (or member), from 1
byte_count int64 length of the line in bytes
test_name string OONI nettest
test_version string version of the nettest
input string what was tested, as given
target string what it is about: domain:<host>, service:<name> or test:<name>
hostname string host of the input, normalised
scheme string URL scheme of the input
start_time time measurement start, UTC; the test's where the measurement's is missing
start_time_from string measurement or test: where start_time comes from
probe_cc string country of the probe, ZZ if unknown
probe_asn int64 AS number of the probe's network, 0 if unknown
probe_network_name string name of that network, as given by the probe
probe_id string pseudonym of the probe where the data has one; null says unknown, not one probe
report_id string session: the collector's report id
resolver_asn int64 AS number of the probe's resolver
resolver_ip string address of the probe's resolver
network_type string wifi, mobile, ... as annotated
platform string operating system, as annotated
software_name string application that ran the test
software_version string its version
engine_version string version of the measurement engine
test_runtime float64 seconds the test took
probe_blocking string the probe's own conclusion: an opinion, never our fact
control_failure string why the test helper could not be used, normalised
handled bool whether Fanous gives this test a verdict
synthetic bool whether a simulator made this measurement
coerced list<string> fields whose type was wrong, with what was done
scrubbed int64 how many probe addresses were removed before storing
parser_version string version of the parser that made this row
asn_source string probe or ip2asn: who mapped answered addresses to AS numbers
reference_digest string SHA-256 of the reference data used while parsing
"""
    ),
    ("probe_cc", "line"),
)

DNS = Table(
    "dns",
    "one query of the probe to one resolver",
    _columns(
        _RECORD
        + """
sequence int64 position in the record
hostname string name asked for, normalised
hostname_original string name as written, where that differs
query_type string A, AAAA, ANY (getaddrinfo), CNAME, ...
engine string system, getaddrinfo, udp, doh, ...; unknown where the record has none
resolver_address string resolver asked; empty for the system's
failure string failure in the modern vocabulary, null for success
failure_original string failure as written, where that differs
rcode int64 DNS response code where recorded
answers list<string> addresses answered, canonical
answer_asns list<int64> AS number of each address (0 unknown)
answer_bogons list<bool> whether each address is special-purpose, as of the reference
cnames list<string> canonical names answered, normalised
fingerprints list<string> ids of DNS fingerprints that an answer equals; null: none looked for
fingerprint_kind string country, abroad, product, vague or false_positive: the strongest match
classic bool tagged as what OONI's 0.4 would have measured
"""
        + _PLACE
    ),
    ("probe_cc", "line", "sequence"),
)

TCP = Table(
    "tcp",
    "one TCP connect of the probe",
    _columns(
        _RECORD
        + """
sequence int64 position in the record
ip string address, canonical (a name in some old data)
port int64 port
family int64 4, 6, or 0 when ip is not an address
success bool whether it connected
failure string failure in the modern vocabulary, null for success
failure_original string failure as written, where that differs
fetch_body bool whether this connection was to fetch the page (false: an extra check)
classic bool tagged as what OONI's 0.4 would have measured
"""
        + _PLACE
    ),
    ("probe_cc", "line", "sequence"),
)

TLS = Table(
    "tls",
    "one TLS, QUIC or obfs4 handshake of the probe",
    _columns(
        _RECORD
        + """
sequence int64 position in the record
network string tcp, udp for QUIC, or obfs4 for the handshake of a Tor bridge
ip string address, null where the record has none
port int64 port
family int64 4, 6, 0
server_name string name sent, normalised
server_name_original string name as written, where that differs
outer_server_name string outer name of ECH
success bool whether it ended without failure; null: the record does not say
failure string failure in the modern vocabulary, null for none
failure_original string failure as written, where that differs
no_tls_verify bool whether the probe skipped certificate validation
tls_version string version agreed
cipher_suite string cipher agreed
negotiated_protocol string ALPN agreed
certificates list<string> SHA-256 of each certificate sent, leaf first (joins certificates)
reads int64 reads during the handshake
read_bytes int64 bytes read during the handshake
writes int64 writes during the handshake
written_bytes int64 bytes written during the handshake
last_operation string last network operation of the handshake, such as write_1
fetch_body bool whether this connection was to fetch the page (false: an extra check)
classic bool tagged as what OONI's 0.4 would have measured
"""
        + _PLACE
    ),
    ("probe_cc", "line", "sequence"),
)

HTTP = Table(
    "http",
    "one HTTP request of the probe and its response",
    _columns(
        _RECORD
        + """
sequence int64 position in the record, 0 is the final response
url string requested URL
hostname string host of the URL, normalised
scheme string http or https
method string request method
network string tcp, or udp for HTTP/3
ip string address the request went to, null where the record has none
port int64 port
success bool whether it ended without failure; null: the record does not say
failure string failure in the modern vocabulary, null for none
failure_original string failure as written, where that differs
status int64 status code; 0: the record says no response came; null: it says nothing
headers string response headers as JSON, names in lower case; cookies, client addresses removed
location string Location header
title string title of the page
body_length int64 bytes of body kept by the probe
body_sha256 string SHA-256 of those bytes
body_is_truncated bool whether the probe kept only the beginning
fingerprints list<string> ids of HTTP fingerprints that match; null: none looked for
fingerprint_kind string country, abroad, product, vague or false_positive: what decides
fingerprint_spans list<string> where each id was found first: body:<from>-<to>, in characters
reads int64 reads after the handshake
read_bytes int64 bytes read after the handshake
last_read_t float64 time of the last read, seconds since the measurement's start
classic bool tagged as what OONI's 0.4 would have measured
"""
        + _PLACE
    ),
    ("probe_cc", "line", "sequence"),
)

CONTROL = Table(
    "control",
    "what the test helper of one measurement saw of the target",
    _columns(
        _RECORD
        + """
hostname string host the helper was asked about, normalised
helper string address of the helper
dns_failure string failure of its lookup in the modern vocabulary, null for success
dns_addresses list<string> addresses it got, canonical; empty: it looked and got none; null: unknown
dns_bogons list<bool> whether each address is special-purpose
http_failure string failure of its fetch in the modern vocabulary, null for success
http_status int64 status code of its fetch, null if there was no response
http_body_length int64 bytes of the body it got
http_title string title of the page it got
http_headers string response headers it got as JSON, names in lower case; cookies removed
"""
    ),
    ("probe_cc", "line"),
)

CONTROL_ENDPOINTS = Table(
    "control_endpoints",
    "what the test helper saw of one address (port null) or endpoint",
    _columns(
        _RECORD
        + """
ip string address, canonical
port int64 port, null for what is said of the address itself
tcp_success bool whether the helper connected
tcp_failure string failure in the modern vocabulary
tls_success bool whether the helper's handshake for the name validated
tls_failure string failure in the modern vocabulary
asn int64 AS number of the address
resolved_by_probe bool helper's flag: the probe's resolver gave this address
resolved_by_helper bool helper's flag: the helper's resolver gave this address
valid_for_domain bool helper's flag: a certificate for the name validated on this address
"""
    ),
    ("probe_cc", "line", "ip", "port"),
)

CERTIFICATES_DER = Table(
    "certificates_der",
    "one distinct certificate of a shard, untouched",
    _columns(
        """
sha256 string SHA-256 of the DER bytes, in hex
der binary the certificate itself
"""
    ),
    ("sha256",),
)

CERTIFICATES = Table(
    "certificates",
    "what one distinct certificate of a day says",
    _columns(
        """
sha256 string SHA-256 of its DER bytes, in hex (joins certificates_der, tls)
subject string subject, RFC 4514
issuer string issuer, RFC 4514
names list<string> subject alternative names
not_before time start of validity, UTC
not_after time end of validity, UTC
unreadable string why the certificate could not be read, null if it could
"""
    ),
    ("sha256",),
)

VALIDATIONS = Table(
    "validations",
    "what re-validation says of one chain, shown for one name on one day",
    _columns(
        """
chain list<string> SHA-256 of each certificate, the server's first
server_name string the name asked for, normalised
day int64 days since 1970
result string valid, or one word for why not (see the reference of certificates)
trust string beginning of the digest of the roots it was held against
"""
    ),
    ("chain", "server_name", "day"),
)

OPINIONS = Table(
    "opinions",
    "what somebody else concluded of one measurement; never judged, never our verdict",
    _columns(
        _UID
        + """
line_sha256 string SHA-256 of the header and of the measurement's rows, in hex
source_id string SHA-256 of the source file's bytes
line int64 line of the measurement's first row in the source
said_by string who concludes: ooni
test_name string OONI nettest
input string what was tested
target string what it is about: domain:<host>, service:<name> or test:<name>
start_time time measurement start, UTC
probe_cc string country of the probe, ZZ if unknown
probe_asn int64 AS number of the probe's network, 0 if unknown
probe_network_name string name of that network
probe_id string pseudonym of the probe where the data has one
resolver_asn int64 AS number of the probe's resolver, null if not said
network_type string wifi, mobile, ... as annotated
platform string operating system, as annotated
software_version string version of the application that ran the test
outcome string ok, down, blocked or unknown, as their words say
layer string layer that they blame or find down; null where they name none
rule string what they said: ooni.v5.<layer>.<failure>, ooni.fastpath.<word>, ...
dns_blocked float64 share they report, null where they report none
dns_down float64 share they report
dns_ok float64 share they report
tcp_blocked float64 share they report
tcp_down float64 share they report
tcp_ok float64 share they report
tls_blocked float64 share they report
tls_down float64 share they report
tls_ok float64 share they report
parser_version string version of the parser that made this row
"""
    ),
    ("probe_cc", "line"),
)

REJECTS = Table(
    "rejects",
    "one record that was not taken, with its reason",
    _columns(
        """
source_id string SHA-256 of the source file's bytes
member string name inside an archive, null otherwise
line int64 line in the source, from 1; 0 for the whole source
reason string why, from the closed list of reasons
path string path inside the record where there is one
detail string what was found
line_sha256 string SHA-256 of the line's bytes
byte_count int64 length of the line in bytes
"""
    ),
    ("source_id", "member", "line", "reason"),
)

ENDPOINT_OUTCOMES = Table(
    "endpoint_outcomes",
    "what was decided of one query, connect, handshake or request (in full: endpoint_verdicts)",
    _columns(
        _RECORD
        + """
layer string dns, tcp, tls or http
sequence int64 position in the layer's table
depth int64 redirect hop
counts bool whether it counts for the layer (false: an extra check or another's path)
rules string beginning of the digest of the rule set (joins decisions)
mask int64 the facts that were established, as bits (joins decisions)
rule string id of the rule that decided
outcome string ok, down, blocked or unknown
"""
    ),
    ("record", "layer", "sequence"),
)

DECISIONS = Table(
    "decisions",
    "one combination of facts that occurred, and what it amounts to",
    _columns(
        """
rules string beginning of the digest of the rule set
layer string dns, tcp, tls or http
mask int64 the facts, as bits
rule string id of the rule that decided
outcome string ok, down, blocked or unknown
evidence string none, discarded or scored
mechanism string deepest mechanism the facts support, null unless blocked
artefact bool whether the evidence settles blame alone
locus string resolver, path, server or unknown, as far as the facts alone show it
facts list<string> facts that were established
fired list<string> every rule that held, strongest first
"""
    ),
    ("layer", "mask"),
)

ENDPOINT_VERDICTS = Table(
    "endpoint_verdicts",
    "the verdict on one query, connect, handshake or request, in full (a view, not stored)",
    _columns(
        _UID
        + """
layer string dns, tcp, tls or http
sequence int64 position in the layer's table
depth int64 redirect hop
endpoint string what was tried, in words of the wire
counts bool whether it counts for the layer (false: an extra check or another's path)
rule string id of the rule that decided
outcome string ok, down, blocked or unknown
evidence string none, discarded or scored
mechanism string deepest mechanism the facts support, null unless blocked
locus string resolver, path, server or unknown, as far as the facts alone show it
facts list<string> facts that were established
fired list<string> every rule that held, strongest first
"""
    ),
    ("record", "layer", "sequence"),
)

VERDICTS = Table(
    "verdicts",
    "the verdict on one measurement",
    _columns(
        _UID
        + """
line_sha256 string SHA-256 of the line it rests on
source_id string SHA-256 of the source file's bytes
member string name inside an archive
line int64 line in the source
test_name string OONI nettest
input string what was tested
target string what it is about
start_time time measurement start, UTC
probe_cc string country of the probe
probe_asn int64 AS number of the probe's network
probe_network_name string name of that network
resolver_asn int64 AS number of the probe's resolver
observer string who observed: the probe's id, else its session
report_id string session
state string what people are shown
outcome string ok, down, blocked or unknown
reachable bool whether the content was had all the same; null if that is not known
dns string outcome of the layer
tcp string outcome of the layer
tls string outcome of the layer
http string outcome of the layer
dns_rule string rule that decided the layer
tcp_rule string rule that decided the layer
tls_rule string rule that decided the layer
http_rule string rule that decided the layer
deciding_rule string rule whose sentence explains the state
mechanisms list<string> mechanisms, deepest the evidence supports
locus string resolver, path, server or unknown: who acted, as contrasts show; null if not blocked
validity list<string> what is unsound in the record itself; never a state of the network
probe_blocking string the probe's own conclusion: an opinion
synthetic bool whether a simulator made this measurement
rules_version string version of the rule set
parser_version string version of the parser
reference_digest string SHA-256 of the reference data
"""
    ),
    ("probe_cc", "target", "start_time", "record"),
)

CELLS = Table(
    "cells",
    "one target on one network in one layer in one hour (overall: the measurement's outcome)",
    _columns(
        """
target string what it is about
probe_cc string country
probe_asn int64 network
resolver_asn int64 resolver's network for dns, null for other layers
layer string dns, tcp, tls, http or overall
hour time start of the hour, UTC
measurements int64 measurements behind the cell
sessions int64 distinct report ids among them
probes int64 distinct probe ids among them; 0 says unknown
software_versions int64 distinct software versions among them
ok int64 measurements with this outcome
down int64 measurements with this outcome
blocked int64 measurements with this outcome
unknown int64 measurements with this outcome
states string counts by state, JSON (overall only)
rules string counts by deciding rule, JSON
synthetic bool whether any of it was made by a simulator
rules_version string version of the rule set
"""
    ),
    ("target", "probe_cc", "probe_asn", "resolver_asn", "layer", "hour"),
)

SERIES = Table(
    "series",
    "one signal about one entity, as one source has it",
    _columns(
        """
entity string country:IR, asn:58224, region:MM-Bago
signal string what is measured: bgp, probing, telescope, tor-users, ...
operator string who measures it: several methods of one operator are one witness
unit string of the values
scale string count (arrives by chance), level (is up) or normalised (share of some maximum)
seasonal bool whether it has days and weeks
step int64 seconds from one value to the next
start time start of the first step, UTC
values list<float64> one a step; null is missing, and never zero
country string country:IR, for a network or region of it
name string of the entity, as the source writes it
synthetic bool whether a simulator made it
source string file it is from
source_id string id of the source in its manifest
"""
    ),
    ("entity", "signal", "operator", "start", "source_id"),
)

OUTAGE_REPORTS = Table(
    "outage_reports",
    "what another observatory said of an entity: told beside an event, never counted in it",
    _columns(
        """
entity string whom it is about
publisher string who says it
start time since when, as said
until time until when, as said; null: open, or not said
what string in their words
cause string in their words; empty if not said
link string where they say it
source_id string id of the source in its manifest
"""
    ),
    ("entity", "start", "publisher"),
)

INGESTED_TABLES: tuple[Table, ...] = (
    MEASUREMENTS,
    DNS,
    TCP,
    TLS,
    HTTP,
    CONTROL,
    CONTROL_ENDPOINTS,
    CERTIFICATES_DER,
    OPINIONS,
    REJECTS,
)
BUILT_TABLES: tuple[Table, ...] = (
    VERDICTS,
    ENDPOINT_OUTCOMES,
    DECISIONS,
    CELLS,
    CERTIFICATES,
    VALIDATIONS,
)
SIGNAL_TABLES: tuple[Table, ...] = (SERIES, OUTAGE_REPORTS)
TABLES: dict[str, Table] = {
    table.name: table for table in INGESTED_TABLES + SIGNAL_TABLES + BUILT_TABLES
}
