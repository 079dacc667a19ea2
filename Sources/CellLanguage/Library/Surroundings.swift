import Graphs
import Tensors

// What programs say around their numbers and what changes none: devices, profiles, the environment of the process.

extension Library {
    private static func nothing(_ signature: String) -> Builtin { .raw(signature) { _, _, _ in .none } }

    /// The function that is decorated, with or without options.
    private static func sameFunction(_ signature: String) -> Builtin {
        .raw(signature) { _, terms, _ in
            if let function = terms.first?.term.value, function.isCallable { return function }
            return Library.value(named: "identity", in: "jax.nn") ?? .none
        }
    }

    private static let device = Value.record(
        Record(
            type: RecordType(
                name: "CpuDevice", fields: ["id"], kind: .namedTuple,
                defaults: RecordDefaults(scope: Scope([:], assigned: [], parent: nil))),
            items: [.integer(0)]))

    static let surroundings: [Builtin] =
        [
            .raw("devices(backend=None)") { _, _, _ in .list([device]) },
            .raw("local_devices(**options)") { _, _, _ in .list([device]) },
            .raw("device_count(backend=None)") { _, _, _ in .integer(1) },
            .raw("local_device_count(backend=None)") { _, _, _ in .integer(1) },
            .raw("process_count(backend=None)") { _, _, _ in .integer(1) },
            .raw("process_index(backend=None)") { _, _, _ in .integer(0) },
            .raw("default_backend()") { _, _, _ in .string("cpu") },
            nothing("profiler.start_server(port)"), nothing("profiler.start_trace(log_dir, **options)"),
            nothing("profiler.stop_trace()"), nothing("profiler.trace(log_dir, **options)"),
            nothing("profiler.TraceAnnotation(name, **options)"),
            nothing("profiler.StepTraceAnnotation(name, **options)"),
            nothing("profiler.save_device_memory_profile(filename, **options)"),
            sameFunction("profiler.annotate_function(func, name=None)"),
            nothing("warnings.warn(message, **options)"), nothing("warnings.filterwarnings(action, **options)"),
            nothing("warnings.simplefilter(action, **options)"),
            nothing("logging.debug(msg, *args)"), nothing("logging.info(msg, *args)"),
            nothing("logging.basicConfig(**options)"),
            .raw("logging.warning(msg, *args)") { e, terms, position in try e.logged("WARNING", terms, at: position) },
            .raw("logging.error(msg, *args)") { e, terms, position in try e.logged("ERROR", terms, at: position) },
            Builtin("__array_namespace__(self, api_version=None)") { _, _ in .module("jnp") },
            nothing("clear_caches()"), nothing("effects_barrier()"), nothing("debug_key_reuse(enable=True)"),
            nothing("default_matmul_precision(precision)"), nothing("numpy_dtype_promotion(mode='standard')"),
            Builtin("os.environ.get(key, default=None)") { _, a in a("default").value },
            Builtin("os.environ.setdefault(key, default=None)") { _, a in a("default").value },
            Builtin("os.environ.pop(key, default=None)") { _, a in a("default").value },
            nothing("os.environ.update(**variables)"),
        ]
        + [
            "everything_saveable", "nothing_saveable", "dots_saveable", "checkpoint_dots",
            "dots_with_no_batch_dims_saveable", "checkpoint_dots_with_no_batch_dims",
            "save_anything_except_these_names",
            "save_any_names_but_these", "save_only_these_names", "save_from_both_policies",
            "offload_dot_with_no_batch_dims", "save_and_offload_only_these_names",
        ].map { nothing("checkpoint_policies.\($0)(*names)") }

    /// Contexts among them.
    static let surroundingContexts: Set<String> = [
        "profiler.trace", "profiler.TraceAnnotation", "profiler.StepTraceAnnotation", "debug_key_reuse",
        "default_matmul_precision",
    ]
}

extension Elaborator {
    /// A line as Python's `logging` writes it.
    fileprivate mutating func logged(_ level: String, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value
    {
        guard var text = terms.first?.term.value else {
            throw Fault(.argument, "logging takes a message", at: position)
        }
        let rest = terms.dropFirst().map(\.term.value)
        if !rest.isEmpty { text = try binary(.modulo, Term(text, position), Term(.tuple(rest), position)) }
        try emit([.text("\(level):root:")] + pieces(of: text, represented: false) + [.text("\n")], at: position)
        return .none
    }
}
