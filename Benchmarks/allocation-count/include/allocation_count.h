#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often the calling thread has asked for memory: malloc, calloc, realloc and the aligned ones.
unsigned long sonde_allocation_count(void);

#endif
