/// The derivatives of one program in one way, by value and by function, as cells.
struct Sayings {
    /// Names bound by ``byValue`` and ``byFunction``, in pairs that ask the same.
    static let pairs = [
        ("v_grad", "f_grad"), ("v_grad", "f_both"), ("v_vjp", "f_vjp"), ("v_jvp", "f_jvp"), ("v_jac", "f_jac"),
        ("v_hes", "f_hes"), ("v_hvp", "f_hvp"),
    ]
    /// Every name, those of ways without a reverse derivative first.
    static let forward = ["y", "v_jvp", "f_jvp"]
    static let all =
        forward + [
            "v_grad", "v_vjp", "v_jac", "v_hes", "v_hvp", "v_rows", "f_grad", "f_both", "f_vjp", "f_jac", "f_hes",
            "f_hvp",
        ]

    /// Derivatives of values: `y` is the vector, `l` its weighted sum.
    static func byValue(_ vector: String, isReversible: Bool = true) -> String {
        let forward = "y = \(vector)\nl = sum(c * y)\nt = array([0.5, -2.0])\nv_jvp = jvp(y, q, t)\n"
        guard isReversible else { return forward }
        return forward + """
            v_grad = grad(l, q)
            v_vjp = vjp(y, q, c)
            v_jac = jacobian(y, q)
            v_hes = hessian(l, q)
            v_hvp = hvp(l, q, t)
            v_rows = contributions(l, q, through=y)
            """
    }

    /// Derivatives of functions.
    static func byFunction(_ vector: String, isReversible: Bool = true) -> String {
        let forward = """
            def F(q):
                return \(vector)
            def f(q):
                return sum(c * F(q))
            f_jvp = jvp(F, (q,), (array([0.5, -2.0]),))[1]

            """
        guard isReversible else { return forward }
        return forward + """
            f_grad = grad(f)(q)
            f_both = value_and_grad(f)(q)[1]
            f_vjp = vjp(F, q)[1](c)[0]
            f_jac = jacobian(F)(q)
            f_hes = hessian(f)(q)
            f_hvp = jvp(grad(f), (q,), (array([0.5, -2.0]),))[1]
            """
    }
}
