// Functions of matrices and of axes that are formulas of others, written in the language.

extension Library {
    static let writtenMatrices: [Builtin] = [
        Builtin("vecdot(x1, x2, axis=-1)", written: rowProduct),
        Builtin("linalg.vecdot(x1, x2, axis=-1)", written: "vecdot(x1, x2, axis)"),
        Builtin("linalg.cross(x1, x2, axis=-1)", written: "cross(x1, x2, axis)"),
        Builtin("linalg.matrix_power(a, n)", written: power),
        Builtin("linalg.multi_dot(arrays)", written: chain),
        Builtin(
            "linalg.vector_norm(x, axis=None, keepdims=False, ord=2)",
            written: vectorNorm),
        Builtin("linalg.matrix_norm(x, keepdims=False, ord='fro')", written: "norm(x, ord, (-2, -1), keepdims)"),
        Builtin("scipy.linalg.block_diag(*arrs)", written: blocks),
        Builtin("scipy.linalg.toeplitz(c, r=None)", written: toeplitz),
        Builtin("tril_indices(n, k=0, m=None)", written: indices("tri(n, n if m is None else m, k)")),
        Builtin("triu_indices(n, k=0, m=None)", written: indices("1 - tri(n, n if m is None else m, k - 1)")),
        Builtin("diag_indices(n, ndim=2)", written: "tuple([arange(n) for _ in range(ndim)])"),
        Builtin("apply_along_axis(func1d, axis, arr)", written: lines),
        Builtin("geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0)", written: geometric),
    ]

    private static let rowProduct = """
        a, b = moveaxis(asarray(x1), axis, -1), moveaxis(asarray(x2), axis, -1)
        return (a[..., None, :] @ b[..., :, None])[..., 0, 0]
        """

    private static let power = """
        base = inv(a) if n < 0 else asarray(a)
        rest = -n if n < 0 else n
        result = None
        for _ in range(63):
            if rest % 2 == 1:
                result = base if result is None else result @ base
            rest = rest // 2
            if rest > 0:
                base = base @ base
        return zeros_like(base) + identity(base.shape[-1], base.dtype) if result is None else +result
        """

    private static let chain = """
        result = asarray(arrays[0])
        for x in arrays[1:]:
            result = result @ x
        return result
        """

    private static let blocks = """
        parts = [atleast_2d(x) for x in arrs]
        width = len(concatenate([x[0] for x in parts]))
        rows = []
        before = 0
        for x in parts:
            rows = rows + [pad(x, ((0, 0), (before, width - before - x.shape[1])))]
            before = before + x.shape[1]
        return concatenate(rows).astype(rows[0].dtype)
        """

    private static let vectorNorm = """
        x = asarray(x)
        x = x if issubdtype(x.dtype, inexact) else x * 1.0
        return norm(ravel(x), ord) if axis is None and not keepdims else norm(x, ord, axis, keepdims)
        """

    /// Constant along diagonals; axes before the last of c and r count through matrices.
    private static let toeplitz = """
        c = atleast_1d(c)
        r = c if r is None else atleast_1d(r)
        lead = broadcast_arrays(c[..., 0], r[..., 0])[0].shape
        n, m = c.shape[-1], r.shape[-1]
        column, row = broadcast_to(c, lead + (n,)), broadcast_to(r, lead + (m,))
        line = concatenate([flip(column, -1), row[..., 1:]], -1)
        return line[..., n - 1 - arange(n)[:, None] + arange(m)[None, :]].astype(line.dtype)
        """

    /// Where a mask of a static shape holds: how often is counted row by row.
    private static func indices(_ mask: String) -> String {
        """
        columns = n if m is None else m
        low = [0 if i + k + 1 < 0 else columns if i + k + 1 > columns else i + k + 1 for i in range(n)]
        high = [columns - (0 if i + k < 0 else columns if i + k > columns else i + k) for i in range(n)]
        counts = \(mask.hasPrefix("1") ? "high" : "low")
        count = 0
        for c in counts:
            count = count + c
        return nonzero(\(mask), size=count)
        """
    }

    private static let lines = """
        x = moveaxis(asarray(arr), axis, -1)
        lead = x.shape[:-1]
        y = vmap(func1d)(x.reshape((-1,) + x.shape[-1:]))
        result = y.reshape(lead + y.shape[1:])
        return result if y.ndim == 1 else moveaxis(result, -1, axis)
        """

    private static let geometric = """
        start, stop = asarray(start) / 1, asarray(stop) / 1
        sign_ = sign(start)
        hasratio = (sign_ == sign(stop)) & (sign_ != 0)
        start, stop = where(hasratio, start, nan), where(hasratio, stop, nan)
        points = sign_ * power(10.0, linspace(log10(sign_ * start), log10(sign_ * stop), num, endpoint, axis=axis))
        points = moveaxis(points, axis, 0)
        ends = [start[None]] + ([points[1:-1], stop[None]] if endpoint else [points[1:]])
        result = moveaxis(concatenate(ends) if num > 1 else points, 0, axis)
        return result if dtype is None else result.astype(dtype)
        """
}
