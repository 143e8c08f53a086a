"""Losses of connectivity from signals: a pure function of (series, configuration).

`config` the numbers · `feeds` what is a gap or a dead feed · `baseline` what to expect · `evidence`
how far below · `episodes` one signal's losses · `fuse` one entity's, over its signals ·
`recurring` curfews · `detect` the whole.
"""
