"""Runs Pullback and its peers in turn, workload by workload, and prints ratios.

usage: run.py BIN PYTHON OUT [WORKLOAD ...]
BIN is the folder of the built programs, PYTHON an interpreter that has the peers, OUT the file for JSON lines. Each
system runs in a process of its own, three times, in turn with the others; the best run counts.
"""
import functools, json, os, statistics, subprocess, sys, tempfile, time

BIN, PYTHON, OUT = sys.argv[1:4]
HERE = os.path.dirname(os.path.abspath(__file__))
WORKLOADS = ["W1", "W2", "W4", "W6", "W7", "W8", "W9", "W11", "matmul", "memory", "nodes"]
# What no peer is asked.
ALONE = ["memory", "nodes"]
# Ours to the best peer's, by (workload, figure).
TARGETS = {
    ("W1", "vjp"): "<= 0.15", ("W2", "gradient"): "<= 0.95", ("W4", "vjp"): "<= 0.45",
    ("W6", "compile, 5 steps"): "<= 0.005", ("W6", "gradient, 5 steps"): "<= 0.3",
    ("W6", "gradient, 100 steps"): "<= 0.005", ("W7", "jacobian"): "<= 0.5", ("W8", "gradient"): "<= 0.95",
    ("W9", "gradient"): "<= 1.0", ("W11", "cold start to gradient"): "<= 0.05",
    ("W2", "peak memory"): "<= 1", ("W8", "peak memory"): "<= 1",
}
for dtype in ("f32", "f64"):
    TARGETS |= {("matmul", f"{dtype} {n}x{n}x{n}"): ">= 0.92" for n in (512, 1024, 2048)}
    TARGETS["matmul", f"{dtype} 1x2048x2048"] = ">= 1.0"


def figures(command):
    """The JSON lines that a command prints; what it says besides goes to the terminal."""
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode != 0:
        print(f"failed: {' '.join(command)}", file=sys.stderr)
    return [line for line in lines if "workload" in line]


def cold_start():
    """From a shell without daemon to the first gradient printed: the median of six."""
    times = []
    for _ in range(6):
        with tempfile.TemporaryDirectory() as folder:
            env = dict(os.environ, PULLBACK_SOCKET=f"{folder}/s", PULLBACK_ARCHIVE=f"{folder}/a.db")
            start = time.perf_counter()
            subprocess.run([f"{BIN}/pullback", "cell", "-"], input=b"x = array(1.0)\ng = grad(x ** 2, x)\n", env=env,
                           check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - start)
            subprocess.run([f"{BIN}/pullback", "shutdown"], env=env, stdout=subprocess.DEVNULL)
    return [dict(workload="W11", system="pullback", figure="cold start to gradient",
                 value=statistics.median(times) * 1e3, unit="ms")]


def better(a, b):
    """The better of two figures: rates count upwards, times and sizes downwards."""
    return a if (a["value"] > b["value"]) == (a["unit"] in ("GF/s", "GB/s")) else b


def measure(workload):
    best = {}
    for _ in range(3):
        runs = [cold_start()] if workload == "W11" else [figures([f"{BIN}/benchmarks", workload])]
        if PYTHON and workload not in ALONE:
            runs += [figures([PYTHON, f"{HERE}/peers.py", system, workload]) for system in ("jax", "torch", "numpy")]
        for figure in sum(runs, []):
            key = (figure["figure"], figure["system"])
            best[key] = better(best[key], figure) if key in best else figure
    return best


def rows(workload, best):
    for (name, system), ours in best.items():
        if system != "pullback":
            continue
        others = {system: figure for (other, system), figure in best.items() if other == name and system != "pullback"}
        peak = others.pop("peak", None)
        share = f"{ours['value'] / peak['value']:.0%}" if peak else ""
        peers = list(others.values())
        best_peer, ratio = "-", "-"
        if peers:
            peer = functools.reduce(better, peers)
            best_peer = f"{peer['value']:.4g} {peer['unit']} {peer['system']}"
            ratio = f"{ours['value'] / peer['value']:.3f}"
        target = TARGETS.get((workload, name), "")
        yield workload, name, f"{ours['value']:.4g} {ours['unit']}", best_peer, ratio, target, share


wanted = sys.argv[4:] or WORKLOADS
unknown = [name for name in wanted if name not in WORKLOADS]
if unknown:
    sys.exit(f"no workload {' '.join(unknown)}; there are {' '.join(WORKLOADS)}")
print(f"{'':7} {'figure':22} {'pullback':>14} {'best peer':>24} {'ratio':>8}  {'target':8} of peak", flush=True)
with open(OUT, "w") as out:
    for workload in wanted:
        best = measure(workload)
        for figure in best.values():
            print(json.dumps(figure), file=out, flush=True)
        for name, figure, ours, peer, ratio, target, share in rows(workload, best):
            print(f"{name:7} {figure:22} {ours:>14} {peer:>24} {ratio:>8}  {target:8} {share:>7}".rstrip(), flush=True)
