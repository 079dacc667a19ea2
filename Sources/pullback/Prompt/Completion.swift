import Wire

/// What can stand where the last word of a line stands.
struct Completion {
    /// All candidates, in order.
    let candidates: [String]
    /// What they have in common beyond what is typed.
    let insertion: String

    /// - Parameters:
    ///   - head: the line up to the cursor.
    ///   - names: the live names of the session; asked for only where a name can stand.
    init(_ head: String, names: () -> [String]) {
        let word = String(head.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }.reversed())
        let before = head.dropLast(word.count)
        let pool: [String]
        if before == "%" || before == ":" {
            pool = Verb.allCases.map(\.rawValue)
        } else if let first = head.first, first == "%" || first == ":" {
            let verb = Verb(rawValue: String(head.dropFirst().prefix { $0 != " " }))
            pool = (verb?.descriptor.options ?? []).map { "\($0)=" } + names()
        } else {
            pool = word.isEmpty ? [] : names() + Completion.functions
        }
        let fitting = Set(pool.filter { $0.hasPrefix(word) }).sorted()
        candidates = fitting
        guard let first = fitting.first, let last = fitting.last else {
            insertion = ""
            return
        }
        // Of sorted words, the first and the last have in common what all have.
        let common = zip(first, last).prefix { $0 == $1 }.count
        insertion = String(first.prefix(common).dropFirst(word.count))
    }

    /// The functions and keywords of the cell language.
    private static let functions = """
        abs sign negative square sqrt rsqrt cbrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin \
        arccos arctan arctan2 sinh cosh tanh arcsinh arccosh arctanh erf erfc erf_inv lgamma digamma floor ceil round \
        power maximum minimum mod hypot logaddexp where clip isnan isinf isfinite sigmoid softplus relu leaky_relu elu silu \
        gelu softmax log_softmax logsumexp one_hot sum mean max min prod var std argmax argmin any all cumsum cumprod \
        cummax sort argsort norm trace matmul dot vdot outer inner einsum tensordot convolve conv max_pool avg_pool \
        reshape ravel transpose swapaxes moveaxis squeeze expand_dims broadcast_to concatenate stack vstack hstack \
        split pad flip roll tile repeat tril triu diag eye take take_along_axis array zeros ones full zeros_like \
        ones_like arange linspace load random solve inv det slogdet cholesky triangular_solve cond scan fori_loop \
        while_loop stop_gradient checkpoint custom_jvp custom_vjp grad vjp jvp jacobian hvp hessian contributions bypass \
        value_and_grad vmap def return for in range if elif else lambda not and or True False None pi inf nan
        """.split(separator: " ").map(String.init)
}
