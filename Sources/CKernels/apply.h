// Calls of SLEEF's functions on vectors, operands by address. Included once for each instruction set, after isa.h.

#if defined(__x86_64__)
// The compiler passes a wide vector as the file's own instruction set says, which is the baseline here, not as the function's
// attribute says: so the calls stand in assembly, with PB_REGISTER ("%zmm" or "%ymm") and PB_REGISTER_BYTES ("64" or "32").

/// *y = function(*x)
__attribute__((naked, noinline)) static void PB_JOIN2(pb_apply1, PB_ISA)(
    const void *x __attribute__((unused)), void *y __attribute__((unused)), void (*function)(void) __attribute__((unused))
) {
    __asm__("pushq %rbx\n\t.cfi_def_cfa_offset 16\n\t.cfi_offset %rbx, -16\n\t"
            "movq %rsi, %rbx\n\t"
            "vmovups (%rdi), " PB_REGISTER "0\n\t"
            "callq *%rdx\n\t"
            "vmovups " PB_REGISTER "0, (%rbx)\n\t"
            "popq %rbx\n\t.cfi_def_cfa_offset 8\n\t"
            "retq");
}

/// y[i] = function(x[i]) for `count` vectors one behind the other; count is not 0.
__attribute__((naked, noinline)) static void PB_JOIN2(pb_apply_rows, PB_ISA)(
    long count __attribute__((unused)), const void *x __attribute__((unused)), void *y __attribute__((unused)),
    void (*function)(void) __attribute__((unused))
) {
    __asm__("pushq %rbx\n\t.cfi_def_cfa_offset 16\n\t.cfi_offset %rbx, -16\n\t"
            "pushq %r12\n\t.cfi_def_cfa_offset 24\n\t.cfi_offset %r12, -24\n\t"
            "pushq %r13\n\t.cfi_def_cfa_offset 32\n\t.cfi_offset %r13, -32\n\t"
            "pushq %r14\n\t.cfi_def_cfa_offset 40\n\t.cfi_offset %r14, -40\n\t"
            "pushq %r15\n\t.cfi_def_cfa_offset 48\n\t.cfi_offset %r15, -48\n\t"
            "movq %rdi, %rbx\n\t"
            "movq %rsi, %r12\n\t"
            "movq %rdx, %r13\n\t"
            "movq %rcx, %r14\n"
            "1:\n\t"
            "vmovups (%r12), " PB_REGISTER "0\n\t"
            "callq *%r14\n\t"
            "vmovups " PB_REGISTER "0, (%r13)\n\t"
            "addq $" PB_REGISTER_BYTES ", %r12\n\t"
            "addq $" PB_REGISTER_BYTES ", %r13\n\t"
            "decq %rbx\n\t"
            "jnz 1b\n\t"
            "popq %r15\n\t.cfi_def_cfa_offset 40\n\t"
            "popq %r14\n\t.cfi_def_cfa_offset 32\n\t"
            "popq %r13\n\t.cfi_def_cfa_offset 24\n\t"
            "popq %r12\n\t.cfi_def_cfa_offset 16\n\t"
            "popq %rbx\n\t.cfi_def_cfa_offset 8\n\t"
            "retq");
}

/// *z = function(*x, *y)
__attribute__((naked, noinline)) static void PB_JOIN2(pb_apply2, PB_ISA)(
    const void *x __attribute__((unused)), const void *y __attribute__((unused)), void *z __attribute__((unused)),
    void (*function)(void) __attribute__((unused))
) {
    __asm__("pushq %rbx\n\t.cfi_def_cfa_offset 16\n\t.cfi_offset %rbx, -16\n\t"
            "movq %rdx, %rbx\n\t"
            "vmovups (%rdi), " PB_REGISTER "0\n\t"
            "vmovups (%rsi), " PB_REGISTER "1\n\t"
            "callq *%rcx\n\t"
            "vmovups " PB_REGISTER "0, (%rbx)\n\t"
            "popq %rbx\n\t.cfi_def_cfa_offset 8\n\t"
            "retq");
}
#else
// Vectors of floats and of doubles come and go in the same registers, and belong to the baseline.
typedef float pb_register __attribute__((ext_vector_type(4), aligned(4), may_alias));

static inline void PB_JOIN2(pb_apply1, PB_ISA)(const void *x, void *y, void (*function)(void)) {
    *(pb_register *)y = ((pb_register(*)(pb_register))function)(*(const pb_register *)x);
}

static inline void PB_JOIN2(pb_apply_rows, PB_ISA)(long count, const void *x, void *y, void (*function)(void)) {
    for (long i = 0; i < 16 * count; i += 16)
        PB_JOIN2(pb_apply1, PB_ISA)((const char *)x + i, (char *)y + i, function);
}

static inline void PB_JOIN2(pb_apply2, PB_ISA)(const void *x, const void *y, void *z, void (*function)(void)) {
    *(pb_register *)z =
        ((pb_register(*)(pb_register, pb_register))function)(*(const pb_register *)x, *(const pb_register *)y);
}
#endif
