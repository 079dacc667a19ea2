"""The workloads of the benchmarks in JAX, PyTorch and NumPy: what Pullback is compared with.

usage: peers.py SYSTEM [WORKLOAD ...]      SYSTEM is jax, torch or numpy
One JSON line a figure: {"workload", "system", "figure", "value", "unit"}. A system that is not installed says so and
gives no figures. Every figure is the median of repeated warmed calls, unless its name says otherwise.
"""
import json, os, resource, statistics, subprocess, sys, time
import numpy as np

SYSTEM = sys.argv[1]

def emit(w, system, figure, value, unit): print(json.dumps(dict(workload=w, system=system, figure=figure, value=value, unit=unit)), flush=True)
def median(call, least=1.0, most=400):
    call(); call(); ts = []; start = time.perf_counter()
    while (time.perf_counter() - start < least or len(ts) < 5) and len(ts) < most:
        t = time.perf_counter(); call(); ts.append(time.perf_counter() - t)
    return statistics.median(ts)
def peak_memory(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def need(*names):
    try: return [__import__(n) for n in names]
    except ImportError as e: print(json.dumps(dict(skipped=str(e)))); return None

rng = np.random.default_rng(0)
T = need("torch") if SYSTEM == "torch" else None
J = need("jax") if SYSTEM == "jax" else None
if T: torch = T[0]; torch.set_num_threads(os.cpu_count())
if J:
    import jax, jax.numpy as jnp; jax.config.update("jax_enable_x64", True)
    block = jax.block_until_ready

def forum(x, m): return m.stack([x[0] * x[1], m.sin(x[1]), x[2] ** 2])
def W1():
    "tiny: VJP of the forum's y at 3 inputs, one warmed call"
    x, v = np.array([1., 2., 3.]), np.array([.1, 1., 1e-4])
    if J:
        g = jax.jit(lambda x, v: jax.vjp(lambda x: forum(x, jnp), x)[1](v)[0]); a, b = jnp.array(x), jnp.array(v)
        emit("W1", "jax.jit", "vjp", median(lambda: block(g(a, b))) * 1e6, "us")
    if T:
        t, tv = torch.tensor(x, requires_grad=True), torch.tensor(v)
        emit("W1", "torch", "vjp", median(lambda: torch.autograd.grad(forum(t, torch), t, tv)) * 1e6, "us")

def mlp_data():
    return ([rng.standard_normal(s).astype(np.float32) * .05 for s in ((784, 512), (512, 512), (512, 10))],
            rng.standard_normal((128, 784)).astype(np.float32), rng.integers(0, 10, 128))
def mlp_losses(ws, x, y, m):
    h = m.tanh(x @ ws[0]); h = m.tanh(h @ ws[1]); o = h @ ws[2]
    if J: return -jnp.take_along_axis(jax.nn.log_softmax(o), y[:, None], axis=1)[:, 0]
    return torch.nn.functional.cross_entropy(o, y, reduction="none")
def W2():
    "MLP 784-512-512-10, batch 128, f32: gradient of the mean loss to all weights"
    ws, x, y = mlp_data()
    if J:
        g = jax.jit(jax.grad(lambda w, x, y: mlp_losses(w, x, y, jnp).mean())); a = [jnp.array(w) for w in ws], jnp.array(x), jnp.array(y)
        emit("W2", "jax.jit", "gradient", median(lambda: block(g(*a))) * 1e3, "ms")
    if T:
        tw = [torch.tensor(w, requires_grad=True) for w in ws]; tx, ty = torch.tensor(x), torch.tensor(y)
        emit("W2", "torch", "gradient", median(lambda: torch.autograd.grad(mlp_losses(tw, tx, ty, torch).mean(), tw)) * 1e3, "ms")
    if J or T: emit("W2", "jax.jit" if J else "torch", "peak memory", peak_memory(), "MB")
def wave(x, m): return m.sin(x) * x + m.exp(-x * x)
def W4():
    "elementwise chain, 10,000,000 f64: one VJP"
    x, v = rng.random(10_000_000), rng.random(10_000_000)
    if J:
        g = jax.jit(lambda x, v: jax.vjp(lambda x: wave(x, jnp), x)[1](v)[0]); a = jnp.array(x), jnp.array(v)
        emit("W4", "jax.jit", "vjp", median(lambda: block(g(*a)), 3) * 1e3, "ms")
    if T:
        t, tv = torch.tensor(x, requires_grad=True), torch.tensor(v)
        emit("W4", "torch", "vjp", median(lambda: torch.autograd.grad(wave(t, torch), t, tv), 3) * 1e3, "ms")
    if SYSTEM == "numpy":
        y = np.empty_like(x); emit("W4", "numpy", "copy of one array", median(lambda: np.copyto(y, x)) * 1e3, "ms")
def rk4(p, s, n, m):
    field = lambda s: m.stack([p[0] * s[0] - p[1] * s[0] * s[1], -p[2] * s[1] + p[3] * s[0] * s[1]])
    for _ in range(n):
        k1 = field(s); k2 = field(s + .05 * k1); k3 = field(s + .05 * k2); k4 = field(s + .1 * k3); s = s + .1 / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return s.sum()
def W6():
    "many small nodes: Lotka-Volterra RK4 unrolled (5 steps; torch also 100): compile, then the gradient to 4 parameters"
    p, s = np.array([1.1, .4, .4, .1]), np.array([1., .5])
    if J:
        a, b = jnp.array(p), jnp.array(s); t = time.perf_counter(); g = jax.jit(jax.grad(lambda p: rk4(p, b, 5, jnp))); block(g(a))
        emit("W6", "jax.jit", "compile, 5 steps", (time.perf_counter() - t) * 1e3, "ms"); emit("W6", "jax.jit", "gradient, 5 steps", median(lambda: block(g(a))) * 1e6, "us")
    if T:
        def run(n): t = torch.tensor(p, requires_grad=True); return torch.autograd.grad(rk4(t, torch.tensor(s), n, torch), t)
        for n in (5, 100): emit("W6", "torch", f"gradient, {n} steps", median(lambda: run(n)) * 1e6, "us")
def W7():
    "dense Jacobian of an elementwise function, 2000 x 2000 f64"
    x = rng.random(2000)
    if J: g = jax.jit(jax.jacrev(lambda x: wave(x, jnp))); a = jnp.array(x); emit("W7", "jax.jacrev", "jacobian", median(lambda: block(g(a))) * 1e3, "ms")
    if T:
        from torch.func import jacrev
        t = torch.tensor(x); emit("W7", "torch.func.jacrev", "jacobian", median(lambda: jacrev(lambda x: wave(x, torch))(t)) * 1e3, "ms")
def block_fn(x, w, m, softmax, gelu):
    def norm(x):
        c = x - x.mean(-1, keepdims=True); return c / m.sqrt((c * c).mean(-1, keepdims=True) + 1e-5)
    def heads(z): return z.reshape(z.shape[0], 4, 64).swapaxes(0, 1)
    h = norm(x); q, k, v = heads(h @ w[0]), heads(h @ w[1]), heads(h @ w[2])
    a = softmax(q @ k.swapaxes(1, 2) / 8.) @ v
    x = x + a.swapaxes(0, 1).reshape(x.shape) @ w[3]
    return x + gelu(norm(x) @ w[4]) @ w[5]
def W8():
    "transformer block, 128 tokens, width 256, 4 heads, f32: gradient of mean(y*y) to all weights"
    ws = [rng.standard_normal(s).astype(np.float32) * .05 for s in ((256, 256),) * 4 + ((256, 1024), (1024, 256))]; x = rng.standard_normal((128, 256)).astype(np.float32)
    if J:
        g = jax.jit(jax.grad(lambda w, x: (block_fn(x, w, jnp, jax.nn.softmax, jax.nn.gelu) ** 2).mean())); a = [jnp.array(w) for w in ws], jnp.array(x)
        emit("W8", "jax.jit", "gradient", median(lambda: block(g(*a))) * 1e3, "ms")
    if T:
        F = torch.nn.functional; tw = [torch.tensor(w, requires_grad=True) for w in ws]; tx = torch.tensor(x)
        emit("W8", "torch", "gradient", median(lambda: torch.autograd.grad((block_fn(tx, tw, torch, lambda s: F.softmax(s, -1), lambda s: F.gelu(s, approximate="tanh")) ** 2).mean(), tw)) * 1e3, "ms")
    if J or T: emit("W8", "jax.jit" if J else "torch", "peak memory", peak_memory(), "MB")
def W9():
    "small CNN (1-16-32 channels, 3x3, max-pool, dense), 64 images of 28x28, f32: gradient to all weights"
    ws = [rng.standard_normal(s).astype(np.float32) * .1 for s in ((16, 1, 3, 3), (32, 16, 3, 3), (32 * 7 * 7, 10))]; x = rng.standard_normal((64, 1, 28, 28)).astype(np.float32); y = rng.integers(0, 10, 64)
    if J:
        pool = lambda a: jax.lax.reduce_window(a, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
        cv = lambda a, k: jax.lax.conv_general_dilated(a, k, (1, 1), "SAME", dimension_numbers=("NCHW", "OIHW", "NCHW"))
        def loss(w, x, y): o = pool(jnp.maximum(cv(pool(jnp.maximum(cv(x, w[0]), 0)), w[1]), 0)).reshape(64, -1) @ w[2]; return -jnp.take_along_axis(jax.nn.log_softmax(o), y[:, None], axis=1).mean()
        g = jax.jit(jax.grad(loss)); a = [jnp.array(w) for w in ws], jnp.array(x), jnp.array(y); emit("W9", "jax.jit", "gradient", median(lambda: block(g(*a)), 2) * 1e3, "ms")
    if T:
        F = torch.nn.functional; tw = [torch.tensor(w, requires_grad=True) for w in ws]; tx, ty = torch.tensor(x), torch.tensor(y)
        def run(): o = F.max_pool2d(F.relu(F.conv2d(F.max_pool2d(F.relu(F.conv2d(tx, tw[0], padding=1)), 2), tw[1], padding=1)), 2).reshape(64, -1) @ tw[2]; return torch.autograd.grad(F.cross_entropy(o, ty), tw)
        emit("W9", "torch", "gradient", median(run, 2) * 1e3, "ms")
def W11():
    "from a cold shell to the first gradient"
    for name, code in (("jax", "import jax; jax.grad(lambda x: x**2)(1.0)"), ("torch", "import torch; x=torch.tensor(1.,requires_grad=True); (x**2).backward()")):
        if (J if name == "jax" else T): emit("W11", name, "cold start to gradient", median(lambda: subprocess.run([sys.executable, "-c", code], check=True), 6, 3) * 1e3, "ms")

def matmul():
    "products [m, k] . [k, n] in GF/s, by the BLAS that NumPy brings"
    if SYSTEM != "numpy": return
    for dtype in ("float32", "float64"):
        for m, k, n in [(s, s, s) for s in (64, 256, 512, 1024, 2048)] + [(128, 784, 512), (784, 128, 512), (1, 2048, 2048)]:
            a, b = rng.standard_normal((m, k)).astype(dtype), rng.standard_normal((k, n)).astype(dtype)
            emit("matmul", "numpy", f"f{dtype[5:]} {m}x{k}x{n}", 2e-9 * m * k * n / median(lambda: a @ b), "GF/s")

for w in sys.argv[2:]: globals()[w]()
