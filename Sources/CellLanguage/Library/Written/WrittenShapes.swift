// Functions that move, make and look for elements, written in the language.

extension Library {
    static let writtenShapes: [Builtin] = [
        Builtin("atleast_1d(*arys)", written: atLeast("x[None] if x.ndim == 0 else +x")),
        Builtin(
            "atleast_2d(*arys)", written: atLeast("x[None, None] if x.ndim == 0 else x[None] if x.ndim == 1 else +x")),
        Builtin(
            "atleast_3d(*arys)",
            written: atLeast(
                "x[None, None, None] if x.ndim == 0 else x[None, :, None] if x.ndim == 1 else "
                    + "x[:, :, None] if x.ndim == 2 else +x")),
        Builtin("append(arr, values, axis=None)", written: "concatenate([asarray(arr), asarray(values)], axis=axis)"),
        Builtin("array_split(ary, indices_or_sections, axis=0)", written: unevenSplit),
        Builtin(
            "hsplit(ary, indices_or_sections)",
            written: "array_split(ary, indices_or_sections, 0 if ary.ndim == 1 else 1)"),
        Builtin("vsplit(ary, indices_or_sections)", written: "array_split(ary, indices_or_sections, 0)"),
        Builtin("dsplit(ary, indices_or_sections)", written: "array_split(ary, indices_or_sections, 2)"),
        Builtin("unstack(x, axis=0)", written: "tuple(moveaxis(x, axis, 0))"),
        Builtin("rollaxis(a, axis, start=0)", written: rolledAxis),
        Builtin(
            "column_stack(tup)",
            written: "concatenate([x[:, None] if x.ndim == 1 else +x for x in [atleast_1d(y) for y in tup]], 1)"),
        Builtin("dstack(tup)", written: "concatenate([atleast_3d(y) for y in tup], 2)"),
        Builtin("fliplr(m)", written: "flip(m, 1)"), Builtin("flipud(m)", written: "flip(m, 0)"),
        Builtin("rot90(m, k=1, axes=None)", written: turned),
        Builtin("broadcast_arrays(*args)", written: broadcast),
        Builtin("kron(a, b)", written: kronecker),
        Builtin("cross(a, b, axis=-1)", written: crossProduct),
        Builtin("vander(x, N=None, increasing=False)", written: vandermonde),
        Builtin("diagflat(v, k=0)", written: "diag(ravel(v), k).astype(asarray(v).dtype)"),
        Builtin("partition(a, kth, axis=-1)", written: partition),
        Builtin("correlate(a, v, mode='valid')", written: correlated),
        Builtin("diff(a, n=1, axis=-1, prepend=None, append=None)", written: differences),
        Builtin("ediff1d(ary, to_end=None, to_begin=None)", written: flatDifferences),
        Builtin("gradient(f, *varargs, axis=None)", written: slopes),
    ]

    private static func atLeast(_ grown: String) -> String {
        """
        grown = [\(grown) for x in [asarray(y) for y in arys]]
        return grown[0] if len(grown) == 1 else grown
        """
    }

    private static let unevenSplit = """
        a = asarray(ary)
        if not iswhole(indices_or_sections):
            return split(a, indices_or_sections, axis)
        n = indices_or_sections
        size, more = a.shape[axis] // n, a.shape[axis] % n
        return split(a, [i * size + (i if i < more else more) for i in range(1, n)], axis)
        """

    private static let rolledAxis = """
        rank = asarray(a).ndim
        axis = axis % rank
        start = start + rank if start < 0 else start
        return moveaxis(a, axis, start - 1 if axis < start else start)
        """

    private static let turned = """
        k = k % 4
        first, second = (0, 1) if axes is None else axes
        if k == 0:
            return +asarray(m)
        if k == 1:
            return swapaxes(flip(m, second), first, second)
        if k == 2:
            return flip(flip(m, first), second)
        return flip(swapaxes(m, first, second), second)
        """

    private static let broadcast = """
        arrays = [asarray(x) for x in args]
        shape = ()
        for x in arrays:
            shape = (zeros(shape, dtype=bool) | zeros(x.shape, dtype=bool)).shape
        return [broadcast_to(x, shape) for x in arrays]
        """

    private static let kronecker = """
        a, b = asarray(a), asarray(b)
        rank = a.ndim if a.ndim > b.ndim else b.ndim
        a = a.reshape(tuple([1 for _ in range(rank - a.ndim)]) + a.shape)
        b = b.reshape(tuple([1 for _ in range(rank - b.ndim)]) + b.shape)
        wide = expand_dims(a, tuple([2 * i + 1 for i in range(rank)])) * expand_dims(b, tuple([2 * i for i in range(rank)]))
        return wide.reshape(tuple([a.shape[i] * b.shape[i] for i in range(rank)]))
        """

    private static let crossProduct = """
        a, b = moveaxis(asarray(a), axis, -1), moveaxis(asarray(b), axis, -1)
        if a.shape[-1] == 2 and b.shape[-1] == 2:
            return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
        x, y, z = a[..., 0], a[..., 1], a[..., 2] if a.shape[-1] == 3 else 0
        u, v, w = b[..., 0], b[..., 1], b[..., 2] if b.shape[-1] == 3 else 0
        return moveaxis(stack([y * w - z * v, z * u - x * w, x * v - y * u], -1), -1, axis)
        """

    private static let vandermonde = """
        x = asarray(x)
        columns = len(x) if N is None else N
        return stack([x ** (i if increasing else columns - 1 - i) for i in range(columns)], 1)
        """

    private static let partition = """
        s = moveaxis(sort(a, axis=axis), axis, -1)
        kth = kth % s.shape[-1]
        return moveaxis(concatenate([s[..., :kth + 1], flip(s[..., kth + 1:], -1)], -1), -1, axis)
        """

    private static let correlated = """
        turned = flip(asarray(v), 0)
        if len(a) < len(v):
            return flip(convolve(flip(asarray(a), 0), v, mode), 0)
        return convolve(a, turned, mode)
        """

    private static let differences = """
        a = moveaxis(asarray(a), axis, -1)
        if prepend is not None:
            ends = asarray(prepend)
            first = broadcast_to(ends, a.shape[:-1] + (1,)) if ends.ndim == 0 else moveaxis(ends, axis, -1)
            a = concatenate([first, a], -1)
        if append is not None:
            ends = asarray(append)
            last = broadcast_to(ends, a.shape[:-1] + (1,)) if ends.ndim == 0 else moveaxis(ends, axis, -1)
            a = concatenate([a, last], -1)
        for _ in range(n):
            a = a[..., 1:] != a[..., :-1] if a.dtype == bool else a[..., 1:] - a[..., :-1]
        return moveaxis(a, -1, axis)
        """

    private static let flatDifferences = """
        inner = diff(ravel(ary))
        parts = [inner] if to_begin is None else [ravel(to_begin).astype(inner.dtype), inner]
        parts = parts if to_end is None else parts + [ravel(to_end).astype(inner.dtype)]
        return concatenate(parts)
        """

    /// Differences of both neighbours in the middle, of one at the ends.
    private static let slopes = """
        f = tofloat(f)
        axes = list(range(f.ndim)) if axis is None else [axis] if iswhole(axis) else list(axis)
        steps = list(varargs) if len(varargs) > 1 else [varargs[0] if len(varargs) == 1 else 1 for _ in axes]
        found = []
        for k in range(len(axes)):
            y = moveaxis(f, axes[k], -1)
            h = asarray(steps[k])
            if h.ndim == 0:
                inner = (y[..., 2:] - y[..., :-2]) * 0.5 / h
                first, last = (y[..., 1:2] - y[..., :1]) / h, (y[..., -1:] - y[..., -2:-1]) / h
            else:
                d = diff(h)
                p, q = d[:-1], d[1:]
                inner = -q / (p * (p + q)) * y[..., :-2] + (q - p) / (p * q) * y[..., 1:-1] + p / (q * (p + q)) * y[..., 2:]
                first, last = (y[..., 1:2] - y[..., :1]) / d[0], (y[..., -1:] - y[..., -2:-1]) / d[-1]
            found = found + [moveaxis(concatenate([first, inner, last], -1), -1, axes[k])]
        return found[0] if len(found) == 1 else found
        """

    static let writtenMaking: [Builtin] = [
        Builtin("empty(shape, dtype=None)", written: "zeros(shape, dtype)"),
        Builtin("empty_like(a, dtype=None)", written: "zeros_like(a, dtype)"),
        Builtin(
            "logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0)",
            written: "power(base, linspace(start, stop, num, endpoint, dtype=dtype, axis=axis))"),
        Builtin("meshgrid(*xi, copy=True, sparse=False, indexing='xy')", written: grids),
        Builtin("shape(a)", written: "asarray(a).shape"), Builtin("ndim(a)", written: "asarray(a).ndim"),
        Builtin("size(a)", written: "asarray(a).size"),
        Builtin("iscomplexobj(x)", written: "False"), Builtin("isrealobj(x)", written: "True"),
    ]

    private static let grids = """
        arrays = [asarray(x).reshape(-1) for x in xi]
        rank = len(arrays)
        places = [1 - i if i < 2 and rank > 1 and indexing == 'xy' else i for i in range(rank)]
        sizes = [len(arrays[places[i]]) for i in range(rank)]
        found = []
        for k in range(rank):
            x = arrays[k].reshape([len(arrays[k]) if places[i] == k else 1 for i in range(rank)])
            found = found + [x if sparse else broadcast_to(x, sizes)]
        return found
        """

    static let writtenIndexing: [Builtin] = [
        Builtin("select(condlist, choicelist, default=0)", written: chosen),
        Builtin("piecewise(x, condlist, funclist)", written: pieces),
        Builtin("interp(x, xp, fp, left=None, right=None)", written: interpolated),
        Builtin("searchsorted(a, v, side='left', method='scan')", written: places),
        Builtin("digitize(x, bins, right=False)", written: bins),
        Builtin("bincount(x, weights=None, minlength=0, length=None)", written: counts),
        Builtin("histogram(a, bins=10, range=None, weights=None, density=False)", written: histogram),
        Builtin("histogram_bin_edges(a, bins=10, range=None)", written: edges),
        Builtin("nonzero(a, size=None, fill_value=0)", written: nonzero),
        Builtin(
            "flatnonzero(a, size=None, fill_value=0)", written: "nonzero(ravel(a), size=size, fill_value=fill_value)[0]"
        ),
        Builtin(
            "argwhere(a, size=None, fill_value=0)", written: "stack(nonzero(a, size=size, fill_value=fill_value), 1)"),
        Builtin(
            "unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, size=None, fill_value=None)",
            written: unique),
    ]

    private static let chosen = """
        result = default
        for k in range(len(condlist) - 1, -1, -1):
            result = where(condlist[k], choicelist[k], result)
        return result
        """

    /// The last condition that holds counts, as in NumPy.
    private static let pieces = """
        x = asarray(x)
        count = len(condlist)
        result = zeros_like(x)
        if len(funclist) > count:
            f = funclist[count]
            result = (f(x) if iscallable(f) else full_like(x, f)).astype(x.dtype)
        for k in range(count):
            f = funclist[k]
            result = where(condlist[k], (f(x) if iscallable(f) else full_like(x, f)).astype(x.dtype), result)
        return result
        """

    private static let interpolated = """
        x, xp, fp = asarray(x) / 1, asarray(xp) / 1, asarray(fp) / 1
        i = clip(searchsorted(xp, x, side='right'), 1, len(xp) - 1)
        width, step = xp[i] - xp[i - 1], fp[i] - fp[i - 1]
        is_narrow = abs(width) <= 4.930380657631324e-32
        inside = fp[i - 1] + (x - xp[i - 1]) / where(is_narrow, 1, width) * step
        f = where(is_narrow, fp[i - 1], inside)
        f = where(x < xp[0], fp[0] if left is None else left, f)
        return where(x > xp[-1], fp[-1] if right is None else right, f)
        """

    /// How many elements come before; NaN comes last.
    private static let places = """
        a, v = asarray(a), asarray(v)
        line = v.reshape(-1, 1)
        before = a < line if side == 'left' else a <= line
        before = before | (isnan(line) & ~isnan(a)) if side == 'left' else before | isnan(line)
        return sum(before, 1).astype(int32).reshape(v.shape)
        """

    private static let bins = """
        bins = asarray(bins)
        side = 'left' if right else 'right'
        up = searchsorted(bins, x, side=side)
        down = len(bins) - searchsorted(flip(bins, 0), x, side=side)
        return where(bins[-1] >= bins[0], up, down) if len(bins) > 0 else zeros_like(up)
        """

    private static let counts = """
        count = required(length, 'length')
        x = asarray(x)
        w = ones(x.shape, dtype=int64) if weights is None else asarray(weights)
        return zeros(count, dtype=w.dtype).at[clip(x, 0, None)].add(w)
        """

    private static let edges = """
        if not iswhole(bins):
            return asarray(bins).astype(tofloat(a).dtype)
        a = tofloat(a)
        low = min(a) if range is None else asarray(range[0])
        high = max(a) if range is None else asarray(range[1])
        same = low == high
        return linspace(where(same, low - 0.5, low), where(same, high + 0.5, high), bins + 1).astype(a.dtype)
        """

    private static let histogram = """
        a = ravel(asarray(a)) / 1
        w = ones_like(a) if weights is None else ravel(asarray(weights)) / 1
        marks = histogram_bin_edges(a, bins, range)
        place = where(a == marks[-1], len(marks) - 1, searchsorted(marks, a, side='right'))
        counts = zeros(len(marks), dtype=w.dtype).at[place].add(w)[1:]
        return (counts / diff(marks) / sum(counts), marks) if density else (counts, marks)
        """

    private static let nonzero = """
        count = required(size, 'size')
        a = asarray(a)
        holds = ravel(a != 0)
        order = argsort(~holds)
        order = concatenate([order, zeros(count, dtype=int64)])[:count]
        isfound = arange(count) < sum(holds)
        found = []
        weight = 1
        for k in range(a.ndim - 1, -1, -1):
            fill = fill_value[k] if issequence(fill_value) else fill_value
            found = [where(isfound, order // weight % a.shape[k], fill)] + found
            weight = weight * a.shape[k]
        return tuple(found)
        """

    private static let unique = """
        assert axis is None, 'unique finds elements; of rows, along an axis, it is not there'
        count = required(size, 'size')
        x = ravel(ar)
        order = argsort(x)
        s = x[order]
        isnew = concatenate([array([True]), (s[1:] != s[:-1]) & ~(isnan(s[1:]) & isnan(s[:-1]))])
        place = nonzero(isnew, size=count)[0]
        isfound = arange(count) < sum(isnew)
        found = [where(isfound, s[place], s[0] if fill_value is None else fill_value).astype(x.dtype)]
        rank = cumsum(isnew.astype(int64)) - 1
        if return_index:
            found = found + [order[place]]
        if return_inverse:
            found = found + [zeros_like(rank).at[order].set(rank).reshape(asarray(ar).shape)]
        if return_counts:
            found = found + [zeros(count, dtype=int64).at[rank].add(1)]
        return found[0] if len(found) == 1 else tuple(found)
        """
}
