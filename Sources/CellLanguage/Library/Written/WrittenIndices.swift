// Functions of indices, sets, windows and polynomials, written in the language.

extension Library {
    static let writtenIndices: [Builtin] = [
        Builtin("ravel_multi_index(multi_index, dims, mode='raise', order='C')", written: raveledIndex),
        Builtin("unravel_index(indices, shape)", written: unraveledIndex),
        Builtin("indices(dimensions, dtype=int64, sparse=False)", written: gridIndices),
        Builtin("ix_(*args)", written: openMesh),
        Builtin("tril_indices_from(arr, k=0)", written: "tril_indices(arr.shape[-2], k, arr.shape[-1])"),
        Builtin("triu_indices_from(arr, k=0)", written: "triu_indices(arr.shape[-2], k, arr.shape[-1])"),
        Builtin("diag_indices_from(arr)", written: "diag_indices(arr.shape[0], arr.ndim)"),
        Builtin("argpartition(a, kth, axis=-1)", written: partialOrder),
        Builtin("lexsort(keys, axis=-1)", written: lexicalOrder),
        Builtin("choose(a, choices)", written: choice),
        Builtin("isin(element, test_elements, assume_unique=False, invert=False)", written: membership),
        Builtin(
            "union1d(ar1, ar2, *, size=None, fill_value=None)",
            written: "unique(concatenate([ravel(ar1), ravel(ar2)]), size=size, fill_value=fill_value)"),
        Builtin("delete(arr, obj, axis=None)", written: removal),
        Builtin("insert(arr, obj, values, axis=None)", written: insertion),
        Builtin("put_along_axis(arr, indices, values, axis, inplace=True, *, mode=None)", written: putAlongAxis),
        Builtin("fill_diagonal(a, val, wrap=False, *, inplace=True)", written: diagonalFill),
        Builtin("resize(a, new_shape)", written: resized),
        Builtin("block(arrays)", written: blocks),
        Builtin("apply_over_axes(func, a, axes)", written: overAxes),
        Builtin("fromfunction(function, shape, *, dtype=float64)", written: "function(*indices(shape, dtype))"),
        Builtin("unwrap(p, discont=None, axis=-1, period=6.283185307179586)", written: unwrapped),
        Builtin("matvec(x1, x2)", written: "(asarray(x1) @ asarray(x2)[..., None])[..., 0]"),
        Builtin("vecmat(x1, x2)", written: "(asarray(x1)[..., None, :] @ asarray(x2))[..., 0, :]"),
        Builtin("array_equiv(a1, a2)", written: equivalence),
        Builtin("broadcast_shapes(*shapes)", written: commonShape),
    ]

    private static let raveledIndex = """
        assert order == 'C', "order='F' is not there; indices count row by row"
        total = 0
        for k in range(len(dims)):
            i = asarray(multi_index[k])
            i = clip(i, 0, dims[k] - 1) if mode == 'clip' else i % dims[k] if mode == 'wrap' else i
            total = total * dims[k] + i
        return total
        """

    private static let unraveledIndex = """
        size = 1
        for n in shape:
            size = size * n
        rest = asarray(indices)
        assert issubdtype(rest.dtype, integer), 'indices are whole numbers'
        rest = clip(where(rest < 0, rest + size, rest), 0, size - 1)
        found = []
        for n in shape[::-1]:
            found = [rest % n] + found
            rest = rest // n
        return tuple(found)
        """

    private static let gridIndices = """
        rank = len(dimensions)
        found = []
        for k in range(rank):
            x = arange(dimensions[k]).astype(dtype).reshape([dimensions[k] if i == k else 1 for i in range(rank)])
            found = found + [x if sparse else broadcast_to(x, dimensions)]
        return tuple(found) if sparse else stack(found) if rank > 0 else zeros((0,), dtype=dtype)
        """

    private static let openMesh = """
        found = []
        for k in range(len(args)):
            x = asarray(args[k])
            assert x.ndim == 1 and x.dtype != bool, 'ix_ takes vectors of indices'
            found = found + [x.reshape([len(x) if i == k else 1 for i in range(len(args))])]
        return tuple(found)
        """

    /// The least in order, then the others from the greatest down, as JAX has them.
    private static let partialOrder = """
        x = moveaxis(asarray(a), axis, -1)
        n = x.shape[-1]
        kth = kth % n
        rest = argsort(-x if x.dtype != bool else ~x)[..., :n - kth - 1]
        return moveaxis(concatenate([argsort(x)[..., :kth + 1], rest], -1), -1, axis).astype(int32)
        """

    /// By the last key, then by the one before it, and so on: sorting is stable.
    private static let lexicalOrder = """
        k = [asarray(x) for x in keys]
        order = argsort(k[0], axis=axis)
        for x in k[1:]:
            order = take_along_axis(order, argsort(take_along_axis(x, order, axis), axis=axis), axis)
        return order
        """

    private static let choice = """
        a = asarray(a)
        parts = broadcast_arrays(a, *[asarray(c) for c in choices])
        index = clip(parts[0], 0, len(choices) - 1)
        result = parts[1]
        for k in range(1, len(choices)):
            result = where(index == k, parts[k + 1], result)
        return result
        """

    private static let membership = """
        x = asarray(element)
        found = any(x[..., None] == ravel(test_elements), -1)
        return ~found if invert else found
        """

    private static let removal = """
        a = ravel(arr) if axis is None else asarray(arr)
        axis = 0 if axis is None else axis
        n = a.shape[axis]
        gone = [i % n for i in ([obj] if iswhole(obj) else obj)]
        return take(a, array([i for i in range(n) if i not in gone], dtype=int64), axis=axis)
        """

    private static let insertion = """
        assert iswhole(obj), 'insert takes one static index'
        a = ravel(arr) if axis is None else moveaxis(asarray(arr), axis, 0)
        place = obj + len(a) if obj < 0 else obj
        v = asarray(values).astype(a.dtype)
        if a.ndim == 1:
            v = ravel(v)
        else:
            v = broadcast_to(v, a.shape[1:])[None] if v.ndim < a.ndim else moveaxis(v, axis, 0)
        result = concatenate([a[:place], v, a[place:]])
        return result if axis is None else moveaxis(result, 0, axis)
        """

    private static let putAlongAxis = """
        assert not inplace, 'arrays do not change: put_along_axis(…, inplace=False) gives a new one'
        x = asarray(arr)
        axis = axis % x.ndim
        i = asarray(indices)
        lead = [expand_dims(arange(x.shape[k]), [j for j in range(x.ndim) if j != k]) for k in range(x.ndim)]
        return x.at[tuple([i if k == axis else lead[k] for k in range(x.ndim)])].set(values)
        """

    private static let diagonalFill = """
        assert not inplace, 'arrays do not change: fill_diagonal(…, inplace=False) gives a new one'
        assert not wrap, 'wrap=True is not there'
        x = asarray(a)
        n = x.shape[0]
        for k in x.shape:
            n = k if k < n else n
        i = arange(n)
        v = ravel(val)
        v = v[i % len(v)]
        return x.at[tuple([i for _ in x.shape])].set(v.astype(x.dtype))
        """

    private static let resized = """
        x = ravel(a)
        shape = (new_shape,) if iswhole(new_shape) else tuple(new_shape)
        count = 1
        for n in shape:
            count = count * n
        return x[arange(count) % len(x)].reshape(shape) if len(x) > 0 else zeros(shape, dtype=x.dtype)
        """

    /// Lists of the innermost level are joined along the last axis, those around them along the one before.
    private static let blocks = """
        if not issequence(arrays):
            return +asarray(arrays)
        levels = []
        inner = arrays
        while issequence(inner):
            levels = levels + [inner]
            inner = inner[0]
        depth = len(levels)
        parts = [atleast_1d(x) if depth == 1 else block(x) for x in arrays]
        rank = depth
        for x in parts:
            rank = x.ndim if x.ndim > rank else rank
        return concatenate([x.reshape(tuple([1 for _ in range(rank - x.ndim)]) + x.shape) for x in parts], -depth)
        """

    private static let overAxes = """
        x = asarray(a)
        for axis in ([axes] if iswhole(axes) else axes):
            y = func(x, axis)
            x = y if y.ndim == x.ndim else expand_dims(y, axis)
        return x
        """

    private static let unwrapped = """
        x = moveaxis(asarray(p), axis, -1)
        x = x if issubdtype(x.dtype, inexact) else x * 1.0
        half = period / 2
        d = diff(x, axis=-1)
        turned = (d + half) % period - half
        turned = where((turned == -half) & (d > 0), half, turned)
        step = where(abs(d) < (half if discont is None else discont), 0, turned - d)
        return moveaxis(concatenate([x[..., :1], x[..., 1:] + cumsum(step, -1)], -1), -1, axis)
        """

    private static let equivalence = """
        x, y = asarray(a1), asarray(a2)
        sizes = x.shape[::-1], y.shape[::-1]
        for k in range(min([x.ndim, y.ndim])):
            if sizes[0][k] != sizes[1][k] and sizes[0][k] != 1 and sizes[1][k] != 1:
                return array(False)
        return all(x == y)
        """

    private static let commonShape = """
        shape = zeros((), dtype=bool)
        for s in shapes:
            shape = shape | zeros((s,) if iswhole(s) else s, dtype=bool)
        return shape.shape
        """

    static let writtenSeries: [Builtin] = [
        Builtin(
            "cumulative_sum(x, axis=None, dtype=None, include_initial=False)",
            written: running("cumsum", "zeros", "int64")),
        Builtin(
            "cumulative_prod(x, axis=None, dtype=None, include_initial=False)",
            written: running("cumprod", "ones", "x.dtype")),
        Builtin("nancumprod(a, axis=None, dtype=None)", written: "cumprod(where(isnan(a), 1, a), axis, dtype=dtype)"),
        Builtin("nanargmax(a, axis=None, keepdims=False)", written: nanPlace("argmax", "-inf")),
        Builtin("nanargmin(a, axis=None, keepdims=False)", written: nanPlace("argmin", "inf")),
        Builtin("nanquantile(a, q, axis=None, keepdims=False)", written: nanQuantile),
        Builtin(
            "nanpercentile(a, q, axis=None, keepdims=False)",
            written: "nanquantile(a, tofloat(q) / 100, axis, keepdims)"),
        Builtin("nanmedian(a, axis=None, keepdims=False)", written: "nanquantile(a, 0.5, axis, keepdims)"),
        Builtin("hamming(M)", written: raised("0.54 - 0.46 * cos(2 * pi * n / (M - 1))")),
        Builtin("hanning(M)", written: raised("0.5 - 0.5 * cos(2 * pi * n / (M - 1))")),
        Builtin(
            "blackman(M)",
            written: raised("0.08 * cos(4 * pi * n / (M - 1)) - 0.5 * cos(2 * pi * n / (M - 1)) + 0.42")),
        Builtin("kaiser(M, beta)", written: raised("i0(beta * sqrt(1 - (2 * n / (M - 1) - 1) ** 2)) / i0(beta)")),
        Builtin("bartlett(M)", written: raised("1 - abs(2 * n / (M - 1) - 1)")),
        Builtin("polyadd(a1, a2)", written: joined("+")), Builtin("polysub(a1, a2)", written: joined("-")),
        Builtin("polymul(a1, a2, *, trim_leading_zeros=False)", written: polynomialProduct),
        Builtin("polyder(p, m=1)", written: polynomialSlope),
        Builtin("polyint(p, m=1, k=None)", written: polynomialArea),
        Builtin("poly(seq_of_zeros)", written: polynomialOfRoots),
        Builtin("gcd(x1, x2)", written: divisor),
        Builtin(
            "lcm(x1, x2)",
            written:
                "where((asarray(x1) == 0) | (asarray(x2) == 0), 0, abs(x1 * (x2 // where(gcd(x1, x2) == 0, 1, gcd(x1, x2)))))"
        ),
        Builtin("isreal(x)", written: "ones(asarray(x).shape, dtype=bool)"),
        Builtin("iscomplex(x)", written: "zeros(asarray(x).shape, dtype=bool)"),
        Builtin("isscalar(element)", written: "not issequence(element) and asarray(element).ndim == 0"),
        Builtin("iterable(y)", written: "issequence(y) or asarray(y).ndim > 0"),
    ]

    private static func running(_ function: String, _ start: String, _ whole: String) -> String {
        """
        x = asarray(x)
        x = x.astype(dtype if dtype is not None else x.dtype if issubdtype(x.dtype, inexact) else \(whole))
        axis = 0 if axis is None and x.ndim == 1 else axis
        assert axis is not None, 'of an array with several axes one must be given'
        y = moveaxis(\(function)(x, axis), axis, 0)
        y = concatenate([\(start)((1,) + y.shape[1:], dtype=y.dtype), y]) if include_initial else y
        return moveaxis(y, 0, axis)
        """
    }

    private static func nanPlace(_ function: String, _ least: String) -> String {
        """
        a = asarray(a)
        place = \(function)(where(isnan(a), \(least), a) if issubdtype(a.dtype, inexact) else a, axis, keepdims=keepdims)
        return where(all(isnan(a), axis, keepdims=keepdims), -1, place)
        """
    }

    /// NaN is sorted to the end, and the places are those among the others.
    private static let nanQuantile = """
        a, q = tofloat(a), tofloat(q)
        whole, rank = a.shape, a.ndim
        x = ravel(a) if axis is None else moveaxis(a, axis, 0)
        s = sort(x, axis=0)
        count = sum(~isnan(x), 0)
        wide = q.reshape(q.shape + tuple([1 for _ in x.shape[1:]]))
        place = wide * (count - 1)
        low, high = floor(place), ceil(place)
        upper = place - low
        last = x.shape[0] - 1
        def at(i):
            i = broadcast_to(clip(i, 0, last).astype(int64), q.shape + x.shape[1:])
            flat = i.reshape((-1,) + x.shape[1:])
            return take_along_axis(s, flat, 0).reshape(i.shape)
        result = where(count > 0, at(low) * (1 - upper) + at(high) * upper, nan).astype(a.dtype)
        if keepdims:
            kept = [1 if axis is None or i == axis % rank else whole[i] for i in range(rank)]
            return result.reshape(q.shape + tuple(kept))
        return result
        """

    private static func raised(_ formula: String) -> String {
        """
        if M <= 1:
            return ones(M)
        n = arange(M).astype(float64)
        return \(formula)
        """
    }

    private static func joined(_ operation: String) -> String {
        """
        a, b = atleast_1d(a1), atleast_1d(a2)
        n = len(a) if len(a) > len(b) else len(b)
        return pad(a, (n - len(a), 0)) \(operation) pad(b, (n - len(b), 0))
        """
    }

    private static let polynomialProduct = """
        assert not trim_leading_zeros, 'how many zeros lead is known only when the cell runs'
        return convolve(atleast_1d(a1), atleast_1d(a2))
        """

    private static let polynomialSlope = """
        p = tofloat(atleast_1d(p))
        for _ in range(m):
            p = p[:-1] * arange(len(p) - 1, 0, -1) if len(p) > 1 else zeros(0, dtype=p.dtype)
        return p
        """

    private static let polynomialArea = """
        p = atleast_1d(p)
        p = p.astype(float64) if p.dtype == bool else tofloat(p)
        ends = [0 for _ in range(m)] if k is None else [k for _ in range(m)] if not issequence(k) and asarray(k).ndim == 0 else list(k)
        for end in ends:
            p = concatenate([p / arange(len(p), 0, -1), asarray(end).astype(p.dtype)[None]])
        return p
        """

    private static let polynomialOfRoots = """
        roots = tofloat(atleast_1d(seq_of_zeros))
        assert roots.ndim == 1, 'the polynomial of a matrix needs its eigenvalues'
        p = ones(1, dtype=roots.dtype)
        for root in roots:
            p = concatenate([p, zeros(1, dtype=p.dtype)]) - root * concatenate([zeros(1, dtype=p.dtype), p])
        return p
        """

    /// Euclid's algorithm, on all elements until every remainder is 0.
    private static let divisor = """
        x, y = broadcast_arrays(asarray(x1), asarray(x2))
        t = (x + y).dtype
        x, y = abs(x.astype(t)), abs(y.astype(t))
        return while_loop(
            lambda c: any(c[1] != 0),
            lambda c: (where(c[1] != 0, c[1], c[0]), where(c[1] != 0, c[0] % where(c[1] != 0, c[1], 1), 0)), (x, y))[0]
        """
}
