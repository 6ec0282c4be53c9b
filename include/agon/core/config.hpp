#pragma once

/// The two flavours of the library share every body. `agon::agon` compiles the `-inl.h` files once;
/// `agon::headers` defines AGON_HEADER_ONLY, and each header then includes its own bodies as inline
/// functions.
#ifdef AGON_HEADER_ONLY
#define AGON_INLINE inline
#else
#define AGON_INLINE
#endif

#define AGON_VERSION_MAJOR 0
#define AGON_VERSION_MINOR 1
#define AGON_VERSION_PATCH 0
#define AGON_VERSION "0.1.0"
