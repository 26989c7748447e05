# SPDX-License-Identifier: LGPL-2.1-or-later
"""Upstream's Python bindings. The dialogue is serve.ts's."""

import json
import sys
import time

import gpiod
from gpiod.line import Direction, Edge, Value

LINE = 5
ALL = tuple(range(64))
OUTPUT = gpiod.LineSettings(direction=Direction.OUTPUT)
BITS = (Value.INACTIVE, Value.ACTIVE)
PATTERNS = [{offset: BITS[(offset + low) & 1] for offset in ALL} for low in (0, 1)]

chip = gpiod.Chip("/dev/gpiochip0")
one = chip.request_lines(consumer="bench", config={LINE: OUTPUT})
many = chip.request_lines(consumer="bench", config={ALL: OUTPUT})
flood = gpiod.request_lines(
    "/dev/gpiochip3",
    consumer="bench",
    config={ALL: gpiod.LineSettings(edge_detection=Edge.BOTH)},
    event_buffer_size=1024,
)


def get_value(count):
    for _ in range(count):
        one.get_value(LINE)


def set_value(count):
    for i in range(count):
        one.set_value(LINE, BITS[i & 1])


def get_values(count):
    for _ in range(count):
        many.get_values()


def set_values(count):
    for i in range(count):
        many.set_values(PATTERNS[i & 1])


def read_events(count):
    while count > 0:
        if flood.wait_edge_events(0):
            count -= len(flood.read_edge_events())


def request_release(count):
    for _ in range(count):
        chip.request_lines(consumer="bench", config={LINE: OUTPUT}).release()


def line_info(count):
    for i in range(count):
        chip.get_line_info(i & 63)


LOOPS = {
    "get-value": get_value,
    "set-value": set_value,
    "get-values-64": get_values,
    "set-values-64": set_values,
    "read-events": read_events,
    "request-release": request_release,
    "line-info": line_info,
}

VERSION = f"{gpiod.__version__} (libgpiod {gpiod.api_version})"
print(json.dumps({"version": VERSION, "loops": list(LOOPS)}), flush=True)
for line in sys.stdin:
    name, count = line.split()
    start = time.process_time_ns()
    LOOPS[name](int(count))
    print(time.process_time_ns() - start, flush=True)
