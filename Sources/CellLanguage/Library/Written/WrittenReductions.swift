// Reductions and statistics that are formulas of others, written in the language.

extension Library {
    static let writtenReductions: [Builtin] = [
        Builtin("nansum(a, axis=None, keepdims=False)", written: "sum(where(isnan(a), 0, a), axis, keepdims=keepdims)"),
        Builtin(
            "nanprod(a, axis=None, keepdims=False)", written: "prod(where(isnan(a), 1, a), axis, keepdims=keepdims)"),
        Builtin("nanmax(a, axis=None, keepdims=False)", written: extreme("max", "-inf")),
        Builtin("nanmin(a, axis=None, keepdims=False)", written: extreme("min", "inf")),
        Builtin("nanmean(a, axis=None, keepdims=False)", written: nanmean),
        Builtin("nanvar(a, axis=None, ddof=0, keepdims=False)", written: nanvar),
        Builtin(
            "nanstd(a, axis=None, ddof=0, keepdims=False)", written: "sqrt(nanvar(a, axis, ddof, keepdims=keepdims))"),
        Builtin("nancumsum(a, axis=None)", written: "cumsum(where(isnan(a), 0, a), axis)"),
        Builtin(
            "count_nonzero(a, axis=None, keepdims=False)", written: "sum(asarray(a) != 0, axis, keepdims=keepdims)"),
        Builtin(
            "ptp(a, axis=None, keepdims=False)",
            written: "max(a, axis, keepdims=keepdims) - min(a, axis, keepdims=keepdims)"),
        Builtin("average(a, axis=None, weights=None, returned=False, keepdims=False)", written: average),
        Builtin("cov(m, y=None, rowvar=True, bias=False, ddof=None)", written: covariance),
        Builtin("corrcoef(x, y=None, rowvar=True)", written: correlation),
        Builtin("quantile(a, q, axis=None, method='linear', keepdims=False)", written: quantile),
        Builtin(
            "percentile(a, q, axis=None, method='linear', keepdims=False)",
            written: "quantile(a, asarray(q) / 100, axis, method, keepdims)"),
        Builtin("trapezoid(y, x=None, dx=1.0, axis=-1)", written: trapezoid),
        Builtin("polyval(p, x)", written: polynomial),
    ]

    private static func extreme(_ name: String, _ start: String) -> String {
        """
        a = asarray(a)
        if a.dtype != float64 and a.dtype != float32:
            return \(name)(a, axis, keepdims=keepdims)
        found = \(name)(where(isnan(a), \(start), a), axis, keepdims=keepdims)
        return where(all(isnan(a), axis, keepdims=keepdims), nan, found)
        """
    }

    private static let nanmean = """
        count = sum(~isnan(a), axis, keepdims=keepdims)
        total = nansum(tofloat(a), axis, keepdims=keepdims)
        return total / count.astype(total.dtype)
        """

    private static let nanvar = """
        a = tofloat(a)
        away = where(isnan(a), 0, a - nanmean(a, axis, keepdims=True))
        total = sum(away * away, axis, keepdims=keepdims)
        count = sum(~isnan(a), axis, keepdims=keepdims) - ddof
        return where(count > 0, total / where(count > 0, count, 1).astype(total.dtype), nan)
        """

    private static let average = """
        a = tofloat(a)
        if weights is None:
            mean_ = mean(a, axis, keepdims=keepdims)
            weight = full_like(mean_, a.size / mean_.size)
            return (mean_, weight) if returned else mean_
        a, w = tofloat(a, weights)
        if w.shape != a.shape:
            w = moveaxis(broadcast_to(w, a.shape[:axis] + a.shape[axis:][1:] + w.shape), -1, axis)
        weight = sum(w, axis, keepdims=keepdims)
        mean_ = sum(a * w, axis, keepdims=keepdims) / weight
        return (mean_, broadcast_to(weight, mean_.shape)) if returned else mean_
        """

    private static let covariance = """
        x, y = (tofloat(m), None) if y is None else tofloat(m, y)
        x = x[None] if x.ndim < 2 else x
        x = x if rowvar or asarray(m).ndim < 2 else x.T
        if y is not None:
            y = y[None] if y.ndim < 2 else (y if rowvar else y.T)
            x = concatenate([x, y], 0)
        degrees = (0 if bias else 1) if ddof is None else ddof
        x = x - mean(x, 1, keepdims=True)
        return squeeze(x @ x.T / (x.shape[1] - degrees))
        """

    private static let correlation = """
        c = cov(x, y, rowvar)
        if c.ndim == 0:
            return c / c
        d = sqrt(diag(c))
        return clip(c / d[:, None] / d[None, :], -1, 1)
        """

    /// As JAX interpolates: the lower and the upper neighbour, each with its weight.
    private static let quantile = """
        a = asarray(a) / 1
        q = asarray(q) / 1
        whole = a.shape
        rank = len(whole)
        a = a.reshape(-1) if axis is None else moveaxis(a, axis, 0)
        size = a.shape[0]
        place = q.astype(float64) * (size - 1)
        low, high = floor(place), ceil(place)
        upper = (place - low).astype(a.dtype)
        s = sort(a, axis=0)
        first = s[clip(low, 0, size - 1).astype(int64)]
        second = s[clip(high, 0, size - 1).astype(int64)]
        weight = upper.reshape(q.shape + a.shape[1:0] + tuple([1 for _ in a.shape[1:]]))
        if method == 'linear':
            result = first * (1 - weight) + second * weight
        elif method == 'lower':
            result = first
        elif method == 'higher':
            result = second
        elif method == 'nearest':
            result = where(weight <= 0.5, first, second)
        else:
            result = (first + second) * 0.5
        result = where(any(isnan(a), 0), nan, result)
        if keepdims:
            axis = range(rank) if axis is None else [axis]
            kept = [1 if i in [j % rank for j in axis] else whole[i] for i in range(rank)]
            return result.reshape(q.shape + tuple(kept))
        return result
        """

    private static let trapezoid = """
        y, x = (tofloat(y), None) if x is None else tofloat(y, x)
        y = moveaxis(y, axis, -1)
        if x is None:
            return 0.5 * sum(dx * (y[..., 1:] + y[..., :-1]), -1)
        step = diff(x) if x.ndim == 1 else moveaxis(diff(x, axis=axis), axis, -1)
        return 0.5 * sum(step * (y[..., 1:] + y[..., :-1]), -1)
        """

    /// By Horner's rule.
    private static let polynomial = """
        p, x = asarray(p), asarray(x)
        total = zeros(x.shape, dtype=(p[0] * x).dtype if len(p) > 0 else x.dtype)
        for c in p:
            total = total * x + c
        return total
        """
}
