# SPDX-License-Identifier: LGPL-2.1-or-later
"""Upstream's Python bindings. The dialogue is serve.ts's."""

import json
import sys
import time

import gpiod
from gpiod.line import Direction, Edge, Value

LINE = 5
ALL = tuple(range(64))
INPUT = gpiod.LineSettings(direction=Direction.INPUT)
OUTPUT = gpiod.LineSettings(direction=Direction.OUTPUT)
EDGES = gpiod.LineSettings(edge_detection=Edge.BOTH)
BITS = (Value.INACTIVE, Value.ACTIVE)
PATTERNS = [{offset: BITS[(offset + low) & 1] for offset in ALL} for low in (0, 1)]

chip = gpiod.Chip("/dev/gpiochip0")


def request(number, lines, settings):
    return gpiod.request_lines(
        f"/dev/gpiochip{number}",
        consumer="bench",
        config={lines: settings},
        event_buffer_size=1024,
    )


def get_value(lines, count):
    value = None
    for _ in range(count):
        value = lines.get_value(LINE)
    return [int(value is Value.ACTIVE)]


def set_value(lines, count):
    for i in range(count):
        lines.set_value(LINE, BITS[i & 1])
    return []


def get_values(lines, count):
    values = []
    for _ in range(count):
        values = lines.get_values()
    return [int(value is Value.ACTIVE) for value in values]


def set_values(lines, count):
    for i in range(count):
        lines.set_values(PATTERNS[i & 1])
    return []


def read_events(lines, count):
    events = []
    while count > 0:
        if lines.wait_edge_events(0):
            events = lines.read_edge_events()
            count -= len(events)
    told = []
    for event in events:
        rising = int(event.event_type is event.Type.RISING_EDGE)
        told += [event.line_offset, rising, event.global_seqno, event.line_seqno]
    return told


def request_release(_, count):
    for _ in range(count):
        chip.request_lines(consumer="bench", config={LINE: OUTPUT}).release()
    return []


def line_info(_, count):
    info = None
    for i in range(count):
        info = chip.get_line_info(i & 63)
    return [info.name] if info else []


# What each loop holds, and the loop.
LOOPS = {
    "get-value": (lambda: request(0, LINE, INPUT), get_value),
    "set-value": (lambda: request(0, LINE, OUTPUT), set_value),
    "get-values-64": (lambda: request(0, ALL, INPUT), get_values),
    "set-values-64": (lambda: request(0, ALL, OUTPUT), set_values),
    "read-events": (lambda: request(3, ALL, EDGES), read_events),
    "request-release": (lambda: None, request_release),
    "line-info": (lambda: None, line_info),
}

VERSION = f"{gpiod.__version__} (libgpiod {gpiod.api_version})"
print(json.dumps({"version": VERSION, "loops": list(LOOPS)}), flush=True)
held = {}
for line in sys.stdin:
    name, count = line.split()
    prepare, run = LOOPS[name]
    if name not in held:
        held[name] = prepare()
    start = time.process_time_ns()
    read = run(held[name], int(count))
    print(json.dumps({"ns": time.process_time_ns() - start, "read": read}), flush=True)
