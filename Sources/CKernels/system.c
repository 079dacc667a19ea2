// What evaluation asks of the system: memory, and turns on the processors.
#if defined(__linux__)
#include <malloc.h>
#endif
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "CKernels.h"

/// A tenth of the share of a thread that does not give way.
#define PB_NICENESS 10

int pb_can_allocate(long bytes) {
    // Address space alone: it touches no page, and leaves what the library keeps of freed memory where it is.
    void *space = mmap(0, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (space != MAP_FAILED) {
        munmap(space, (size_t)bytes);
        return 1;
    }
    // Where there is no more of it, what was freed before may do.
    // A compiler may take away an allocation that is not used, unless it is looked at.
    void *volatile memory = malloc((size_t)bytes);
    int is_there = memory != 0;
    free(memory);
    return is_there;
}

void pb_keep_freed_memory(int most) {
#if defined(M_TRIM_THRESHOLD) && defined(M_MMAP_MAX)
    mallopt(M_TRIM_THRESHOLD, most);
    // Pieces that the library maps one by one go back to the system whatever the threshold says.
    mallopt(M_MMAP_MAX, 0);
#else
    (void)most;
#endif
}

void pb_prefer_large_pages(void *start, long bytes) {
#if defined(MADV_HUGEPAGE)
    const uintptr_t large = 1 << 21;
    if (bytes < 4 * (long)large) return;
    uintptr_t first = ((uintptr_t)start + large - 1) & ~(large - 1);
    madvise((void *)first, (uintptr_t)start + (uintptr_t)bytes - first, MADV_HUGEPAGE);
#else
    (void)start, (void)bytes;
#endif
}

void pb_give_way(void) {
    // Of Linux's threads each has a niceness of its own; 0 is the calling one.
    setpriority(PRIO_PROCESS, 0, PB_NICENESS);
}
