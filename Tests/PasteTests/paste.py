#!/usr/bin/env python3
"""The paste rate: how many cells of JAX's and autograd's own pages give in Pullback what they give there.

    paste.py --jax CHECKOUT --autograd CHECKOUT --pullback PROGRAM --cache FOLDER [--blockers FILE] [--page PATH]

Run it with a Python that has JAX and autograd. README.md beside it says what counts.
"""

import argparse
import collections
import hashlib
import os
import pickle
import re
import signal
import subprocess
import symtable
import sys
import tempfile
import textwrap

from comparison import differences, shown
from daemon import Daemon, Refused
from pages import pages

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS_A_PAGE = 600
# Counts up when reference.py records otherwise than before.
REFERENCE_VERSION = 1


def first_places(everything):
    """The places (path, index) of cells that count: of equal cells the first, on pages of half `build` before others, so
    that no cell of half `held-out` was met while building."""
    places = {}
    for page in everything:
        for index, source in enumerate(page.cells):
            places.setdefault(source.strip(), (page.path, index))
    return set(places.values())


def reference(page, mode, cache):
    """What each cell of a page binds in JAX: {"bindings": …} or {"error": …} by index. Kept in the cache, by content."""
    key = hashlib.sha256(repr((REFERENCE_VERSION, page.repository, page.cells, mode)).encode()).hexdigest()[:24]
    path = os.path.join(cache, f"{key}.pickle")
    if os.path.exists(path):
        with open(path, "rb") as file:
            return pickle.load(file)
    results, skip = {}, set()
    while True:
        records, finished = run_reference(page, mode, skip)
        for record in records:
            if record[0] == "end":
                results.setdefault(record[1], record[2])
        begun = [r[1] for r in records if r[0] == "begin"]
        ended = {r[1] for r in records if r[0] == "end"}
        lost = [index for index in begun if index not in ended]
        if finished or not lost:
            break
        skip.add(lost[-1])
        results = {}
    for index in range(len(page.cells)):
        results.setdefault(index, {"error": "took the process with it" if index in skip else "not reached"})
    with open(path, "wb") as file:
        pickle.dump(results, file)
    return results


def run_reference(page, mode, skip):
    """The records of one child, which has no network, an empty folder, and limits on memory and time."""
    with tempfile.TemporaryDirectory(prefix="page") as folder:
        records_path = os.path.join(folder, "records")
        work = os.path.join(folder, "work")
        os.mkdir(work)
        environment = dict(os.environ, JAX_ENABLE_X64="1", JAX_PLATFORMS="cpu", TF_CPP_MIN_LOG_LEVEL="3", HOME=work, MPLBACKEND="Agg")
        child = subprocess.Popen(["unshare", "-rn", sys.executable, os.path.join(HERE, "reference.py"), records_path], cwd=work, env=environment,
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        request = {"cells": page.cells, "mode": mode, "repository": page.repository, "skip": skip}
        finished = True
        try:
            child.communicate(pickle.dumps(request), timeout=SECONDS_A_PAGE)
            finished = child.returncode == 0
        except subprocess.TimeoutExpired:
            finished = False
        finally:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            child.wait()
        records = []
        if os.path.exists(records_path):
            with open(records_path, "rb") as file:
                while True:
                    try:
                        records.append(pickle.load(file))
                    except (EOFError, pickle.UnpicklingError):
                        break
        return records, finished


def pasted(page, mode, results, daemon, label):
    """For each cell of the page that JAX can run: None where Pullback gives the same, else what is in the way."""
    outcomes = {}
    daemon_session(daemon, f"{label}")
    for index, source in enumerate(page.cells):
        if mode == "alone":
            if "bindings" not in results[index]:
                continue
            daemon_session(daemon, f"{label}-{index}")
        try:
            data, _ = daemon.request("cell", source)
            names = shown(data, daemon.array)
            # A reply to a cell does not show all functions.
            held = {entry["name"] for entry in daemon.request("names")[0]}
            found = differences(results[index]["bindings"], names, held) if "bindings" in results[index] else []
            blocked = f"differs: {found[0]}" if found else None
        except Refused as refusal:
            blocked = str(refusal)
        if "bindings" in results[index]:
            outcomes[index] = blocked
    return outcomes


def daemon_session(daemon, label):
    daemon.request("session s" + hashlib.sha256(label.encode()).hexdigest()[:12])


MISSING = re.compile(r"there is no name ([A-Za-z_]\w*)")


def with_causes(page, mode, outcomes):
    """Outcomes where a name is missing because an earlier cell of the page was refused say why that one was."""
    if mode == "alone":
        return outcomes
    causes, explained = {}, {}
    for index, blocked in outcomes.items():
        missing = MISSING.search(blocked) if blocked else None
        if missing and missing[1] in causes:
            blocked = causes[missing[1]] + THROUGH
        explained[index] = blocked
        for name in bound_names(page.cells[index]):
            if blocked:
                causes[name] = blocked.removesuffix(THROUGH)
            else:
                causes.pop(name, None)
    return explained


THROUGH = " (in an earlier cell)"


def bound_names(source):
    symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    return [s.get_name() for s in symbols if s.is_assigned() or s.is_imported()]


def kind_of(message):
    """A message without its place, so that equal causes are one line."""
    message = re.sub(r"^\d+:\d+ ", "", message.removesuffix(THROUGH))
    if message.startswith("differs"):
        message = re.sub(r"differs: [^:]*: ", "differs: ", message)
        message = re.sub(r"differs: \S+ is", "differs: … is", message)
        message = re.sub(r"-?\d[\d.e+-]*", "N", message)
    return re.sub(r"\s+", " ", message)[:200]


def write_blockers(path, rows):
    """The ranked list of what is in the way, of the pages that may be looked at."""
    groups = collections.defaultdict(list)
    for page, mode, index, blocked in rows:
        groups[kind_of(blocked)].append((page, index, blocked, mode))
    ranked = sorted(groups.items(), key=lambda item: (-len({(p.path, i) for p, i, _, _ in item[1]}), item[0]))
    with open(path, "w") as file:
        for message, cells in ranked:
            file.write(f"{len({(p.path, i) for p, i, _, _ in cells})}  {message}\n")
            for page, index, blocked, mode in cells[:3]:
                place = None if blocked.endswith(THROUGH) else re.match(r"(\d+):", blocked)
                lines = page.cells[index].split("\n")
                shown_line = lines[int(place[1]) - 1].strip()[:140] if place and 0 < int(place[1]) <= len(lines) else ""
                file.write(f"      {page.path} cell {index} ({mode}) {blocked.split(' ')[0] if place else blocked[:120] if blocked.startswith('differs') else ''} | {shown_line}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jax", required=True, help="a checkout of jax, bare or not")
    parser.add_argument("--autograd", required=True, help="a checkout of autograd, bare or not")
    parser.add_argument("--pullback", required=True, help="the program; pullbackd lies beside it")
    parser.add_argument("--cache", required=True, help="a folder for what JAX gave, so that it is asked once")
    parser.add_argument("--blockers", help="write what is in the way, of the pages of half `build`, to this file")
    parser.add_argument("--page", help="only this page, of half `build`, cell by cell")
    parser.add_argument("--modes", default="page,alone")
    parser.add_argument("--halves", default="build,held-out")
    options = parser.parse_args()
    os.makedirs(options.cache, exist_ok=True)

    everything = sorted(pages("jax", options.jax) + pages("autograd", options.autograd), key=lambda page: page.half)
    if options.page:
        everything = [p for p in everything if p.path == options.page and p.half == "build"]
    places = first_places(everything)
    daemon = Daemon(options.pullback)
    try:
        for half in options.halves.split(","):
            half_pages = [page for page in everything if page.half == half]
            rows = []
            for mode in options.modes.split(","):
                counts = collections.Counter()
                for page in half_pages:
                    outcomes = with_causes(page, mode, pasted(page, mode, reference(page, mode, options.cache), daemon, f"{mode} {page.path}"))
                    outcomes = {index: blocked for index, blocked in outcomes.items() if (page.path, index) in places}
                    counts["all"] += sum(1 for path, _ in places if path == page.path)
                    counts["cells"] += len(outcomes)
                    counts["same"] += sum(1 for blocked in outcomes.values() if blocked is None)
                    rows += [(page, mode, index, blocked) for index, blocked in outcomes.items() if blocked]
                    if options.page:
                        show(page, mode, outcomes)
                print(f"{mode:5} {half:8}: {counts['same']} of {counts['cells']} cells the same "
                      f"({counts['all'] - counts['cells']} leave the count)", flush=True)
            if half == "build" and options.blockers:
                write_blockers(options.blockers, rows)
    finally:
        daemon.stop()


def show(page, mode, outcomes):
    for index, blocked in sorted(outcomes.items()):
        print(f"--- cell {index} ({mode}): {blocked or 'the same'}")
        print(textwrap.indent(page.cells[index], "    "))


main()
