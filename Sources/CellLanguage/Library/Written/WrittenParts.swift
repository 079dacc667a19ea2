// Parts of definitions, which cells do not have.

extension Library {
    static let writtenParts: [Builtin] = [
        Builtin(
            "setpicks(line, holds, count, fill_value)",
            written: """
                places = nonzero(holds, size=count, fill_value=0)[0]
                total = sum(holds)
                found = arange(count) < total
                values = line[places]
                if fill_value is None:
                    values = where(found, values, max(where(found, values, min(line))))
                    fill_value = min(values)
                return where(found, values, fill_value).astype(line.dtype)
                """),
        // Exact as long as it is below 2⁵³.
        Builtin(
            "binomial(n, k)",
            written: """
                result = 1.0
                for i in range(k):
                    result = result * (n - i) / (i + 1)
                return result
                """),
        Builtin(
            "wholenumbers(x, y)",
            written: """
                x, y = broadcast_arrays(x, y)
                kind = (x[..., None][..., :0] + y[..., None][..., :0]).dtype
                assert not issubdtype(kind, inexact) and kind != bool, 'it takes whole numbers'
                return x.astype(kind), y.astype(kind)
                """),
        // Times or by a power of two, in two steps: the greatest power is negative. Beyond the width, 0 or the sign.
        Builtin(
            "shifted(x, n, isleft)",
            written: """
                x, n = wholenumbers(x, n)
                width = x.dtype.itemsize * 8
                isinside = (n >= 0) & (n < width)
                some = where(isinside, n, 0) // 2
                rest = where(isinside, n, 0) - some
                one, two = ones_like(x), full_like(x, 2)
                if isleft:
                    return where(isinside, x * two ** some * two ** rest, 0)
                return where(isinside, x // two ** some // two ** rest, where(x < 0, -one, 0))
                """),
        // Ones of a whole number, added in ever longer groups (Warren, Hacker's Delight, 5-1).
        Builtin(
            "bitsum(x)",
            written: """
                wide = x.astype(int64)
                wide = wide & 4294967295 if x.dtype == int32 else wide
                wide = wide - (wide // 2 & 6148914691236517205)
                wide = (wide & 3689348814741910323) + (wide // 4 & 3689348814741910323)
                wide = wide + wide // 16 & 1085102592571150095
                return wide * 72340172838076673 // 72057594037927936 & 255
                """),
    ]
}
