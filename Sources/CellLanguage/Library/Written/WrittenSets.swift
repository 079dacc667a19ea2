// Sets, masks and places, written in the language. What has as many elements as its values say takes a static `size=`, as in JAX under `jit`.

extension Library {
    static let writtenSets: [Builtin] = [
        Builtin(
            "intersect1d(ar1, ar2, assume_unique=False, return_indices=False, *, size=None, fill_value=None)",
            written: """
                assert not return_indices, 'return_indices is not there'
                first, second = ravel(ar1), ravel(ar2)
                count = required(size, 'size')
                line = sort(concatenate([first, second]))
                isboth = isin(line, first) & isin(line, second)
                isnew = concatenate([array([True]), line[1:] != line[:-1]])
                return setpicks(line, isboth & isnew, count, fill_value)
                """),
        Builtin(
            "setxor1d(ar1, ar2, assume_unique=False, *, size=None, fill_value=None)",
            written: """
                first, second = ravel(ar1), ravel(ar2)
                count = required(size, 'size')
                line = sort(concatenate([first, second]))
                isone = isin(line, first) ^ isin(line, second)
                isnew = concatenate([array([True]), line[1:] != line[:-1]])
                return setpicks(line, isone & isnew, count, fill_value)
                """),
        Builtin(
            "setdiff1d(ar1, ar2, assume_unique=False, *, size=None, fill_value=None)",
            written: """
                count = required(size, 'size')
                line = ravel(ar1) if assume_unique else sort(ravel(ar1))
                isleft = isin(line, ravel(ar2), invert=True)
                isnew = isleft if assume_unique else isleft & concatenate([array([True]), line[1:] != line[:-1]])
                return setpicks(line, isnew, count, 0 if fill_value is None else fill_value)
                """),
        Builtin(
            "put(a, ind, v, mode=None, *, inplace=True)",
            written: """
                assert not inplace, 'arrays do not change: inplace=False gives the changed array'
                assert mode is None or mode == 'clip' or mode == 'wrap', "mode is None, 'clip' or 'wrap'"
                x, i, v = asarray(a), ravel(asarray(ind)), ravel(asarray(v))
                i = i % x.size if mode == 'wrap' else clip(i, -x.size, x.size - 1)
                values = v[arange(len(i)) % len(v)].astype(x.dtype)
                return ravel(x).at[i].set(values).reshape(x.shape)
                """),
        Builtin(
            "place(arr, mask, vals, *, inplace=True)",
            written: """
                assert not inplace, 'arrays do not change: inplace=False gives the changed array'
                x, vals = asarray(arr), ravel(asarray(vals))
                mask = ravel(asarray(mask)) != 0
                count = cumsum(mask.astype(int64)) - 1
                return where(mask, vals[count % len(vals)].astype(x.dtype), ravel(x)).reshape(x.shape)
                """),
        Builtin(
            "compress(condition, a, axis=None, *, size=None, fill_value=0, out=None)",
            written: """
                x = ravel(asarray(a)) if axis is None else moveaxis(asarray(a), axis, 0)
                keeps = asarray(condition) != 0
                count = required(size, 'size')
                x = x[:len(keeps)]
                places = nonzero(keeps, size=count)[0]
                isfound = (arange(count) < sum(keeps)).reshape((-1,) + tuple([1 for _ in x.shape[1:]]))
                picked = where(isfound, x[places], asarray(fill_value).astype(x.dtype))
                return picked if axis is None else moveaxis(picked, 0, axis)
                """),
        Builtin(
            "extract(condition, arr, *, size=None, fill_value=0)",
            written: "compress(ravel(asarray(condition)), ravel(asarray(arr)), size=size, fill_value=fill_value)"),
        // Without a signature, the function takes elements; with one such as '(n),(n)->()', arrays of that many last axes.
        Builtin(
            "vectorize(pyfunc, *, excluded=None, signature=None)",
            written: """
                assert excluded is None or len(excluded) == 0, 'excluded is not there: a lambda keeps an argument fixed'
                def ranks(text):
                    parts = text.replace(' ', '')[1:-1].split('),(')
                    return [0 if part == '' else len(part.split(',')) for part in parts]
                def f(*args):
                    inner = [0 for _ in args] if signature is None else ranks(signature.split('->')[0])
                    arrays = [asarray(x) for x in args]
                    outer = broadcast_shapes(*[arrays[k].shape[:arrays[k].ndim - inner[k]] for k in range(len(arrays))])
                    wide = [broadcast_to(arrays[k], outer + arrays[k].shape[arrays[k].ndim - inner[k]:]) for k in range(len(arrays))]
                    g = pyfunc
                    for _ in outer:
                        g = vmap(g)
                    return g(*wide)
                return f
                """),
    ]
}
