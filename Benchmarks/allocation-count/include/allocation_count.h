#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often the calling thread has asked for memory: malloc, calloc, realloc and the aligned ones.
unsigned long sonde_allocation_count(void);

/// Begins to measure the most memory that the calling thread holds at once of what it asks for from now on.
void sonde_allocation_peak_begin(void);

/// Ends it, and returns that many bytes.
long sonde_allocation_peak_end(void);

#endif
