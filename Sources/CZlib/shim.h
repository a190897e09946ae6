// zlib's inflate and deflate for Swift, which cannot call the macros that begin them.

#ifndef SONDE_CZLIB_SHIM_H
#define SONDE_CZLIB_SHIM_H

#include <zlib.h>

// Gzip and nothing else: 16 above the largest window, as inflateInit2 wants it.
static inline int sonde_inflate_gzip_init(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

// The same for packing: 8 is the memory level that deflateInit takes.
static inline int sonde_deflate_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
