/// Words that people bring from Python, NumPy, JAX and PyTorch and that the language lacks, with what to write instead.
/// They are looked up only where a name, an attribute or a keyword is not known.
enum ForeignNames {
    /// Names of functions and types, with the reason of their kind or one of their own.
    static let names = kinds.reduce(into: ownNames) { names, kind in
        for name in kind.names { names[name] = kind.reason }
    }

    /// Names that lack for one reason.
    private static let kinds: [(reason: String, names: [String])] = [
        (
            "element types are float64, float32, int64, int32 and bool",
            [
                "uint16", "uint64", "half",
                "float4_e2m1fn", "float6_e2m3fn", "float6_e3m2fn", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz",
                "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu", "int1", "int2",
                "int4", "uint", "uint1", "uint2", "uint4", "object_", "character", "flexible",
            ]
        ),
        (
            "numbers are real",
            [
                "complex", "complex64", "complex128", "cmath", "cdouble", "csingle", "complex_", "sort_complex",
                "ComplexWarning", "dft", "FftType",
            ]
        ),
        (
            "there is one device: a sum over an axis of the mapped result is written behind vmap",
            [
                "psum", "pmean", "pmax", "pmin", "ppermute", "pshuffle", "pswapaxes", "psum_scatter", "all_gather",
                "all_to_all", "ragged_all_to_all", "axis_index", "axis_size", "pbroadcast", "pcast", "precv", "psend",
                "with_sharding_constraint",
            ]
        ),
        (
            "load(\"file.npy\") reads an array",
            [
                "input", "open", "pd", "from_dlpack", "frombuffer", "fromfile", "fromstring", "fromiter",
            ]
        ),
        ("pullback get NAME > FILE saves an array", ["save", "savez"]),
        (
            "the result's shape would depend on values; where(mask, x, 0) keeps the shape",
            ["trim_zeros", "mask_indices"]
        ),
        (
            "a slice is written where it is used; meshgrid, indices, concatenate and stack make the arrays",
            ["s_", "r_", "c_", "index_exp", "mgrid", "ogrid"]
        ),
        (
            "singular values and eigenvalues are not there; solve, inv, det, slogdet, cholesky and solve_triangular are",
            [
                "svdvals", "eigvals", "eigvalsh", "matrix_rank", "expm", "logm", "sqrtm", "schur", "lu", "lu_factor",
                "polar",
                "roots", "polyfit", "eigh_tridiagonal", "expm_frechet", "funm", "hessenberg", "lu_solve", "qr_multiply",
                "rsf2csf", "solve_sylvester",
            ]
        ),
        (
            "there is no such special function to full accuracy; erf, erfc, erf_inv, lgamma, digamma and polygamma are there",
            [
                "betainc", "gammainc", "gammaincc", "exp1", "expi", "expn", "kv", "iv", "jv",
                "bessel_jn", "dawsn", "erfcx", "fresnel", "hyp1f1", "hyp2f1", "igamma", "igammac", "igamma_grad_a",
                "owens_t", "random_gamma_grad", "sici", "sph_harm_y", "wofz",
            ]
        ),
        (
            "the bits of numbers are not taken apart",
            [
                "bitcast_convert_type", "bitwise_count", "packbits", "unpackbits", "mulhi",
                "reduce_precision",
            ]
        ),
        (
            "index with arrays: x[i, j]; x.at[i, j].set(y), .add(y), .max(y) write",
            [
                "gather", "scatter", "scatter_add", "scatter_apply", "scatter_max", "scatter_min", "scatter_mul",
                "scatter_sub", "GatherDimensionNumbers", "ScatterDimensionNumbers",
            ]
        ),
        ("random numbers come from a key: random.uniform(key, shape)", ["rng_bit_generator", "rng_uniform"]),
        (
            "print(x) shows an array, and f\"{x:.3f}\" formats a number",
            [
                "array_repr", "array_str", "set_printoptions",
                "get_printoptions", "printoptions",
            ]
        ),
        (
            "element types are f64, f32, i64, i32 and bool_",
            ["float16", "bfloat16", "int8", "uint8", "int16", "uint32"]
        ),
        ("write array([1.0, 2.0])", ["Tensor", "tensor", "ndarray"]),
        (
            "the bits of floats are not taken apart; x * 2.0 ** n scales",
            ["nextafter", "spacing", "frexp", "ldexp", "modf"]
        ),
    ]

    private static let ownNames: [String: String] = [
        "set": "use a list or a tuple",
        "conj": "numbers are real: drop it",
        "real": "numbers are real: drop it",
        "imag": "numbers are real: it is 0",
        "angle": "numbers are real: arctan2(y, x) is the angle of a point",
        "svd":
            "solve, inv, det, slogdet and cholesky are there; norms and inner products say much of what singular values do",
        "eig": "numbers are real; solve, inv, det, slogdet and cholesky are there",
        "eigh": "solve, inv, det, slogdet and cholesky are there",
        "qr": "cholesky(x.T @ x).T is the upper factor, up to signs",
        "pinv": "solve(x.T @ x, x.T) is the inverse on the left of a matrix of full rank",
        "lstsq": "solve(x.T @ x, x.T @ y) is the least-squares solution",
        "fft": "numbers are real, so there are no Fourier transforms; convolve(x, k) filters a signal",
        "pmap": "there is one device: write vmap(f)",
        "shard_map": "there is one device: call the function",
        "next": "write xs[0]",
        "iter": "a for goes through lists, ranges and arrays as they are",
        "eval": "write the expression itself",
        "exec": "write the statements themselves",
        "self": "methods of a class take it as their first argument",
        "VJPHiPrimitive": "a rule of one's own is given with custom_vjp or custom_jvp",
        "HiType": "a class that trees go into is registered: register_pytree_node(C, flatten, unflatten)",
        "true": "write True",
        "false": "write False",
        "null": "write None",
        "nil": "write None",
        "math": "its functions are there by their names: sqrt(x), exp(x), pi",
        "torch": "functions are there by NumPy's names: sum(x), grad(l, x)",
        "tf": "functions are there by NumPy's names: sum(x), grad(l, x)",
        "scipy": "functions are there by their names: erf(x), solve(a, b)",
        "plt": "the client draws what a cell gives",
        "no_grad": "write stop_gradient(x)",
        "gamma": "write jax.scipy.special.gamma(…)",
        "factorial": "write jax.scipy.special.factorial(…)",
        "beta": "write jax.scipy.special.beta(…)",
        "betaln": "write jax.scipy.special.betaln(…)",
        "i1": "write jax.scipy.special.i1(…)",
        "i0e": "write jax.scipy.special.i0e(…)",
        "i1e": "write jax.scipy.special.i1e(…)",
        "ndtr": "write jax.scipy.special.ndtr(…)",
        "ndtri": "write jax.scipy.special.ndtri(…)",
        "log_ndtr": "write jax.scipy.special.log_ndtr(…)",
        "zeta": "write jax.scipy.special.zeta(…)",
    ]

    /// Attributes and methods of arrays elsewhere.
    static let arrayAttributes: [String: String] = [
        "append": "arrays do not change: write x = concatenate([x, y])",
        "extend": "arrays do not change: write x = concatenate([x, y])",
        "insert": "arrays do not change: write x = concatenate([x[:i], y, x[i:]])",
        "fill": "arrays do not change: write full(x.shape, v)",
        "sort": "write sort(x), which gives a new array",
        "backward": "write g = grad(l, x)",
        "grad": "write g = grad(l, x)",
        "requires_grad": "every float array can be differentiated: grad(l, x)",
        "requires_grad_": "every float array can be differentiated: grad(l, x)",
        "detach": "write stop_gradient(x)",
        "numpy": "drop it: x is an array already",
        "item": "drop it: x is shown as it is",
        "tolist": "drop it: x is shown as it is",
        "cpu": "drop it: there is one device",
        "cuda": "drop it: there is one device",
        "to": "write x.astype(f32)",
        "float": "write x.astype(f32)",
        "double": "write x.astype(f64)",
        "long": "write x.astype(i64)",
        "int": "write x.astype(i64)",
        "bool": "write x != 0",
        "view": "write x.reshape(…)",
        "permute": "write x.transpose(…)",
        "unsqueeze": "write expand_dims(x, axis)",
        "expand": "write broadcast_to(x, shape)",
        "copy": "drop it: arrays do not change",
        "clone": "drop it: arrays do not change",
        "length": "write len(x) or x.shape",
        "dim": "write x.ndim",
        "t": "write x.T",
        "shape_": "write x.shape",
    ]

    /// Methods of lists, tuples and strings.
    static let sequenceAttributes: [String: String] = [
        "sort": "write xs = sorted(xs)",
        "shape": "array(xs) makes an array, which has a shape",
        "sum": "write sum(array(xs))",
        "mean": "write mean(array(xs))",
        "T": "write array(xs).T",
    ]

    /// Modules that have nothing to do here, or whose use is elsewhere.
    static let modules: [String: String] = [
        "matplotlib": "the client draws what a cell gives; leave the plot out",
        "mpl_toolkits": "the client draws what a cell gives; leave the plot out",
        "IPython": "the client shows what a cell gives; leave it out",
        "tqdm": "a for goes over the list itself",
        "time": "the time of a cell is in the log",
        "timeit": "the time of a cell is in the log",
        "torch": "functions are there by NumPy's names: sum(x), grad(l, x)",
        "tensorflow": "functions are there by NumPy's names: sum(x), grad(l, x)",
        "pandas": "load(\"file.npy\") reads an array",
        "random": "random numbers come from a key: random.normal(random.key(0), (3,)) of jax",
        "itertools": "write a comprehension: [f(x, y) for x in xs for y in ys]",
        "os": "a cell reaches nothing outside of its session",
        "sys": "a cell reaches nothing outside of its session",
    ]

    /// Keywords of arguments that have another name here.
    static let keywords: [String: String] = [
        "dim": "axis", "keepdim": "keepdims", "dims": "axis", "size": "shape", "axes": "axis", "input": "a",
    ]
}
