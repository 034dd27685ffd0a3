"""The life of a runner in Python: reads requests from stdin and answers each with a line of JSON."""
import json
import math
import statistics
import struct
import sys
import time

import numpy as np

TYPES = {"F32": np.float32, "I32": np.int32}
PATIENCE = 3


def load(path):
    """Named arrays in the format safetensors."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(body, TYPES[entry["dtype"]], math.prod(entry["shape"]), entry["data_offsets"][0])
        .copy()
        .reshape(entry["shape"])
        for name, entry in header.items()
    }


def check(result):
    """a loss itself, or the mean of x² of what there is as an array"""
    return result if isinstance(result, float) else float(np.square(np.asarray(result, np.float64)).mean())


def status(field):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))


def reset_peak():
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass  # the peak then includes the start of the process


def prepare(makers, work, path):
    make = makers[work["kind"]](work, load(path))
    reset_peak()
    before = status("VmRSS")
    start = time.perf_counter()
    run = make()
    result = run()
    first = (time.perf_counter() - start) * 1e3
    checks = [check(result)]

    def has_time():
        return time.perf_counter() - start < PATIENCE

    second = None
    while len(checks) < 3 and has_time():
        restart = time.perf_counter()
        result = run()
        second = second or (time.perf_counter() - restart) * 1e3
        checks.append(check(result))
    grown = max(0, status("VmHWM") - before)
    again = None
    if has_time():
        restart = time.perf_counter()
        make()()
        again = (time.perf_counter() - restart) * 1e3
    return run, {"first": first, "second": second, "again": again, "check": checks, "bytes": grown}


def measure(run, milliseconds, estimate):
    together = max(1, math.ceil(0.5 / estimate))
    times = []
    begin = time.perf_counter()
    while True:
        start = time.perf_counter()
        for _ in range(together):
            run()
        times.append((time.perf_counter() - start) * 1e3 / together)
        if (time.perf_counter() - begin) * 1e3 >= milliseconds:
            return statistics.median(times)


def serve(makers):
    """Answers requests until there are no more; a maker takes a workload and its inputs to a function that makes a fresh program."""
    run = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "prepare" in request:
                run, reply = prepare(makers, request["work"], request["inputs"])
            else:
                reply = {"milliseconds": measure(run, request["measure"], request["estimate"])}
        except Exception as error:
            reply = {"error": str(error)}
        print(json.dumps(reply), flush=True)
