// zlib's inflate for Swift, which cannot call the macros that begin it.

#ifndef SONDE_CZLIB_SHIM_H
#define SONDE_CZLIB_SHIM_H

#include <zlib.h>

// Gzip and nothing else: 16 above the largest window, as inflateInit2 wants it.
static inline int sonde_inflate_gzip_init(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

#endif
