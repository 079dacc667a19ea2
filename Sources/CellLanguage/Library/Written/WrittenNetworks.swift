// Functions of networks, of `jax.lax` and special matrices, written in the language.

extension Library {
    static let writtenNetworks: [Builtin] = [
        // log(1 − exp(−x)), by the form that cancels less.
        Builtin("nn.log1mexp(x)", written: logOneMinusExponential),
        Builtin("nn.logmeanexp(x, axis=None, where=None, keepdims=False)", written: logMeanExponential),
        Builtin("nn.sparse_plus(x)", written: "where(x <= -1, 0.0, where(x >= 1, x, (x + 1.0) ** 2 / 4))"),
        Builtin("nn.sparse_sigmoid(x)", written: "0.5 * clip(x + 1.0, 0.0, 2.0)"),
        Builtin("nn.standardize(x, axis=-1, mean=None, variance=None, epsilon=1e-05)", written: standardized),
        Builtin(
            "nn.dot_product_attention(query, key, value, bias=None, mask=None, *, scale=None, is_causal=False)",
            written: attention),
    ]

    static let writtenLax: [Builtin] = [
        Builtin("lax.broadcast_shapes(*shapes)", written: "broadcast_shapes(*[tuple(s) for s in shapes])"),
        Builtin(
            "lax.broadcast_to_rank(x, rank)",
            written: "asarray(x).reshape(tuple([1 for _ in range(rank - asarray(x).ndim)]) + asarray(x).shape)"),
        Builtin("lax.sort_key_val(keys, values, dimension=-1, is_stable=True)", written: sortedPairs),
        Builtin("lax.optimization_barrier(operand)", written: "operand"),
        Builtin("lax.approx_max_k(operand, k, reduction_dimension=-1)", written: greatest("")),
        Builtin("lax.approx_min_k(operand, k, reduction_dimension=-1)", written: greatest("-")),
        Builtin("lax.reduce_xor(operand, axes)", written: parity),
    ]

    static let writtenMatrixForms: [Builtin] = [
        Builtin("linalg.tensorsolve(a, b, axes=None)", written: tensorSolution),
        Builtin("linalg.tensorinv(a, ind=2)", written: tensorInverse),
        Builtin(
            "scipy.linalg.hilbert(n)", written: "1 / (arange(n)[:, None] + arange(n)[None, :] + 1).astype(float64)"),
        Builtin("scipy.linalg.hankel(c, r=None)", written: hankel),
        Builtin(
            "scipy.linalg.circulant(c)",
            written: "c[..., (arange(c.shape[-1])[:, None] - arange(c.shape[-1])) % c.shape[-1]]"),
        Builtin("scipy.linalg.companion(a)", written: companion),
        Builtin("scipy.linalg.hadamard(n, dtype=int64)", written: hadamard),
        Builtin("scipy.linalg.leslie(f, s)", written: "concatenate([f[None, :], pad(diag(s), ((0, 0), (0, 1)))])"),
        Builtin("scipy.linalg.fiedler(a)", written: "abs(a[..., :, None] - a[..., None, :])"),
    ]

    private static let logOneMinusExponential = """
        x = tofloat(x)
        isnear = x < 0.6931471805599453
        return where(isnear, log(-expm1(-where(isnear, x, 0.5))), log1p(-exp(-where(isnear, 1.0, x))))
        """

    private static let logMeanExponential = """
        x = tofloat(x)
        total = logsumexp(x, axis=axis, where=where, keepdims=keepdims)
        held = ones_like(x) if where is None else broadcast_to(where, x.shape).astype(x.dtype)
        return total - log(sum(held, axis, keepdims=keepdims))
        """

    private static let standardized = """
        x = tofloat(x)
        m = average(x, axis, keepdims=True) if mean is None else mean
        if variance is None:
            far = average((x - m) ** 2, axis, keepdims=True) if mean is None else average(x ** 2, axis, keepdims=True) - m ** 2
            variance = maximum(far, 0.0)
        return (x - m) * rsqrt(variance + epsilon)
        """

    /// The scores of the first axes but two, in the type of the query; the softmax in it, too.
    private static let attention = """
        q, k, v = query, key, value
        isone = q.ndim == 3
        q, k, v = (q[None], k[None], v[None]) if isone else (q, k, v)
        groups = q.shape[2] // k.shape[2]
        k, v = (repeat(k, groups, axis=2), repeat(v, groups, axis=2)) if groups > 1 else (k, v)
        scores = einsum('btnh,bsnh->bnts', q, k) * (1 / sqrt(q.shape[-1]) if scale is None else scale)
        scores = scores if bias is None else scores + bias
        least = -0.7 * finfo(scores.dtype).max
        scores = scores if mask is None else where(mask, scores, least)
        if is_causal:
            scores = where(tri(q.shape[1], k.shape[1], dtype=bool), scores, least)
        result = einsum('bnts,bsnh->btnh', softmax(scores, -1), v)
        return result[0] if isone else result
        """

    private static let sortedPairs = """
        order = argsort(keys, axis=dimension)
        return take_along_axis(keys, order, dimension), take_along_axis(values, order, dimension)
        """

    private static func greatest(_ sign: String) -> String {
        """
        found, places = lax.top_k(\(sign)moveaxis(asarray(operand), reduction_dimension, -1), k)
        return moveaxis(\(sign)found, -1, reduction_dimension), moveaxis(places, -1, reduction_dimension)
        """
    }

    private static let parity = """
        x = asarray(operand)
        assert x.dtype == bool, 'reduce_xor takes bools; the bits of whole numbers are joined by a ^ b'
        return sum(x, tuple(axes)) % 2 == 1
        """

    private static let tensorSolution = """
        a, b = asarray(a), asarray(b)
        if axes is not None:
            kept = [i for i in range(a.ndim) if i not in [j % a.ndim for j in axes]]
            a = transpose(a, kept + list(axes))
        return solve(a.reshape((b.size, b.size)), ravel(b)).reshape(a.shape[b.ndim:])
        """

    private static let tensorInverse = """
        a = asarray(a)
        n = 1
        for k in a.shape[:ind]:
            n = n * k
        return inv(a.reshape((n, n))).reshape(a.shape[ind:] + a.shape[:ind])
        """

    private static let hankel = """
        c = atleast_1d(c)
        r = zeros_like(c) if r is None else atleast_1d(r)
        lead = broadcast_arrays(c[..., 0], r[..., 0])[0].shape
        n, m = c.shape[-1], r.shape[-1]
        line = concatenate([broadcast_to(c, lead + (n,)), broadcast_to(r, lead + (m,))[..., 1:]], -1)
        return line[..., arange(n)[:, None] + arange(m)[None, :]].astype(line.dtype)
        """

    private static let companion = """
        a = tofloat(a)
        n = len(a) - 1
        return concatenate([(-a[1:] / a[0])[None, :], eye(n - 1, n, dtype=a.dtype)])
        """

    private static let hadamard = """
        h = ones((1, 1), dtype=dtype)
        while len(h) < n:
            h = concatenate([concatenate([h, h], 1), concatenate([h, -h], 1)])
        assert len(h) == n, 'n must be a power of 2'
        return h
        """
}
