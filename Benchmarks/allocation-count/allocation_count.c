// Definitions of a program go before those of the C library, in all libraries that the program loads ("Replacing
// malloc" in glibc's manual). These count and pass on.

#include "allocation_count.h"

#include <errno.h>
#include <malloc.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static __thread unsigned long count;
// Sizes are asked for only while a peak is measured: that takes time.
static __thread int measures_peak;
static __thread long live;
static __thread long peak;

unsigned long sonde_allocation_count(void) { return count; }

void sonde_allocation_peak_begin(void) {
    live = 0;
    peak = 0;
    measures_peak = 1;
}

long sonde_allocation_peak_end(void) {
    measures_peak = 0;
    return peak;
}

static void *added(void *memory) {
    count++;
    if (measures_peak && memory) {
        live += (long)malloc_usable_size(memory);
        if (live > peak) peak = live;
    }
    return memory;
}

static void removed(void *memory) {
    if (measures_peak && memory) live -= (long)malloc_usable_size(memory);
}

void *malloc(size_t size) { return added(__libc_malloc(size)); }

void *calloc(size_t elements, size_t size) { return added(__libc_calloc(elements, size)); }

void *realloc(void *old, size_t size) {
    removed(old);
    return added(__libc_realloc(old, size));
}

void *memalign(size_t alignment, size_t size) { return added(__libc_memalign(alignment, size)); }

void free(void *memory) {
    removed(memory);
    __libc_free(memory);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    void *memory = memalign(alignment, size);
    if (!memory) return ENOMEM;
    *result = memory;
    return 0;
}
