// Bits of whole numbers, by products and quotients of powers of two, written in the language.

extension Library {
    static let writtenBits: [Builtin] = [
        Builtin(
            "lax.shift_left(x, y)",
            written: "shifted(x, y, True)"),
        Builtin(
            "left_shift(x1, x2)",
            written: "shifted(x1, x2, True)"),
        Builtin(
            "bitwise_left_shift(x1, x2)",
            written: "shifted(x1, x2, True)"),
        Builtin(
            "lax.shift_right_arithmetic(x, y)",
            written: "shifted(x, y, False)"),
        Builtin(
            "right_shift(x1, x2)",
            written: "shifted(x1, x2, False)"),
        Builtin(
            "bitwise_right_shift(x1, x2)",
            written: "shifted(x1, x2, False)"),
        // Zeros come in from the left.
        Builtin(
            "lax.shift_right_logical(x, y)",
            written: """
                x, y = asarray(x), asarray(y)
                width = x.dtype.itemsize * 8
                isinside = (y >= 0) & (y < width)
                y = where(isinside, y, 0)
                kept = where(y == 0, -1, 2 ** where(y == 0, 0, width - y) - 1).astype(x.dtype)
                return where(isinside, shifted(x, y, False) & kept, 0).astype(x.dtype)
                """),
        Builtin(
            "lax.population_count(x)",
            written: """
                x = asarray(x)
                return bitsum(x).astype(x.dtype)
                """
        ).keepingWeak("x"),
        // Whatever is right of the first one is set, then the ones are counted.
        Builtin(
            "lax.clz(x)",
            written: """
                x = asarray(x)
                wide = x.astype(int64)
                wide = wide & 4294967295 if x.dtype == int32 else wide
                for n in [1, 2, 4, 8, 16, 32]:
                    wide = wide | shifted(wide, n, False)
                return (x.dtype.itemsize * 8 - bitsum(wide)).astype(x.dtype)
                """
        ).keepingWeak("x"),
    ]
}
