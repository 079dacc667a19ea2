// Calls of SLEEF's functions on vectors. The compiler passes a wide vector as the file's own instruction set says, which is
// the baseline here, not as the function's attribute says: so the calls stand in assembly, and operands come by address.
// Included once for each instruction set, after isa.h, with PB_REGISTER ("%zmm" or "%ymm").

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
