// Matrices of a known form, and what remains of polynomials, written in the language.

extension Library {
    static let writtenForms: [Builtin] = [
        // By exact binomial coefficients (Choi, 1983).
        Builtin(
            "scipy.linalg.invhilbert(n)",
            written: """
                rows = []
                for i in range(n):
                    row = []
                    for j in range(n):
                        sign_ = 1.0 if (i + j) % 2 == 0 else -1.0
                        row = row + [sign_ * (i + j + 1) * binomial(n + i, n - j - 1) * binomial(n + j, n - i - 1) * binomial(i + j, i) ** 2]
                    rows = rows + [row]
                return array(rows, dtype=float64)
                """),
        Builtin(
            "scipy.linalg.pascal(n, kind=None)",
            written: """
                assert kind is None or kind == 'symmetric' or kind == 'lower' or kind == 'upper', "kind is 'symmetric', 'lower' or 'upper'"
                if kind is None or kind == 'symmetric':
                    return array([[binomial(i + j, i) for j in range(n)] for i in range(n)], dtype=float32)
                lower = array([[binomial(i, j) if j <= i else 0.0 for j in range(n)] for i in range(n)], dtype=float32)
                return lower if kind == 'lower' else lower.T
                """),
        Builtin(
            "scipy.linalg.invpascal(n, kind=None)",
            written: """
                assert kind is None or kind == 'symmetric' or kind == 'lower' or kind == 'upper', "kind is 'symmetric', 'lower' or 'upper'"
                lower = [[(1.0 if (i - j) % 2 == 0 else -1.0) * binomial(i, j) if j <= i else 0.0 for j in range(n)] for i in range(n)]
                lower = array(lower, dtype=float64)
                return lower if kind == 'lower' else lower.T if kind == 'upper' else lower.T @ lower
                """),
        // Fiedler (2003): the coefficients in five diagonals.
        Builtin(
            "scipy.linalg.fiedler_companion(a)",
            written: """
                a = tofloat(a)
                n = a.shape[-1] - 1
                a = a / a[..., :1]
                one, zero = ones_like(a[..., 0]), zeros_like(a[..., 0])
                rows = []
                for i in range(n):
                    row = []
                    for j in range(n):
                        item = one if (i, j) == (1, 0) else zero
                        if (i, j) == (0, 0):
                            item = -a[..., 1]
                        elif i % 2 == 0 and j == i + 1:
                            item = -a[..., i + 2]
                        elif i % 2 == 0 and i >= 2 and j == i - 1:
                            item = -a[..., i + 1]
                        elif (i % 2 == 0 and j == i + 2) or (i % 2 == 1 and i >= 3 and j == i - 2):
                            item = one
                        row = row + [item]
                    rows = rows + [stack(row, -1)]
                return stack(rows, -2)
                """),
        Builtin(
            "scipy.linalg.helmert(n, full=False)",
            written: """
                i, j = arange(n - 1)[:, None], arange(n)[None, :]
                k = (i + 1).astype(float64)
                size = sqrt(k * (k + 1))
                rows = where(j <= i, 1 / size, where(j == i + 1, -k / size, zeros_like(size)))
                return concatenate([full_like(rows[:1] if n > 1 else ones((1, 1)), 1 / sqrt(float(n))), rows]) if full else rows
                """),
        Builtin(
            "scipy.linalg.convolution_matrix(a, n, mode='full')",
            written: """
                assert mode == 'full' or mode == 'same' or mode == 'valid', "mode is 'full', 'same' or 'valid'"
                a = asarray(a)
                m = a.shape[-1]
                less = (n if n < m else m) - 1
                top = 0 if mode == 'full' else less // 2 if mode == 'same' else less
                end = 0 if mode == 'full' else less - less // 2 if mode == 'same' else less
                place = arange(top, m + n - 1 - end)[:, None] - arange(n)[None, :]
                return where((place >= 0) & (place < m), a[..., clip(place, 0, m - 1)], 0).astype(a.dtype)
                """),
        Builtin(
            "polydiv(u, v, *, trim_leading_zeros=False)",
            written: """
                assert not trim_leading_zeros, 'how many zeros lead depends on values'
                u, v = tofloat(u, v)
                count = len(u) - len(v) + 1
                quotient = zeros(count if count > 1 else 1, dtype=u.dtype)
                for k in range(count):
                    d = u[k] / v[0]
                    quotient = quotient.at[k].set(d)
                    u = u.at[k:k + len(v)].add(-d * v)
                return quotient, u
                """),
    ]
}
