#pragma once

#include <cstdint>
#include <type_traits>

#include "agon/core/config.hpp"

namespace agon {

/// How many threads this thread's parallel work may use, itself included. Starts as OpenMP's choice
/// (OMP_NUM_THREADS or the processors), or as the processors where the library is built without OpenMP.
int threads();

/// Sets `threads()` for the calling thread. Throws Error where `count` < 1.
void set_threads(int count);

/// Whose threads run parallel loops: the library's own, which never make a loop wait for a thread that the
/// system has not let run, or OpenMP's, for programs whose other parts compute with those. The environment
/// variable AGON_CARRIER (threads or openmp) chooses at the start. Where neither it nor `set_carrier` does,
/// loops go where the products go: to OpenMP's threads while a backend that computes with those is in use
/// (kernels/backend.hpp), else to the library's own, because two teams of threads would fight for the
/// processors.
enum class Carrier { threads, openmp };
Carrier carrier();
/// For the whole process, while no parallel work runs. Throws Error where the build is without OpenMP.
void set_carrier(Carrier carrier);

namespace detail {
/// The carrier while neither AGON_CARRIER nor `set_carrier` has named one.
void set_default_carrier(Carrier carrier);

/// For calls of a library that computes on OpenMP's threads: while it lives, OpenMP's loops of this thread
/// take as many as a parallel_for here would.
class OpenMPTeam {
 public:
  OpenMPTeam();
  ~OpenMPTeam();
  OpenMPTeam(const OpenMPTeam&) = delete;
  OpenMPTeam& operator=(const OpenMPTeam&) = delete;

  int size() const { return size_; }

 private:
  int size_, before_;
};

void parallel_for(std::int64_t n, std::int64_t grain, void* context,
                  void (*body)(void*, std::int64_t, std::int64_t));
}  // namespace detail

/// Calls `body(begin, end)` on the ranges of `grain` (the last one may be shorter) that [0, n) is cut into,
/// on up to `threads()` threads. Inside another parallel_for it runs serially. The ranges are the same
/// whatever the number of threads; which thread gets which is not: each begins with a stretch of its own, and
/// helps the others once that is done, so that a core that is busy with something else holds up no more than
/// one range. The first exception thrown by a body is rethrown here once all have ended.
template <class Body>
void parallel_for(std::int64_t n, std::int64_t grain, Body&& body) {
  using Plain = std::remove_reference_t<Body>;
  detail::parallel_for(n, grain, const_cast<void*>(static_cast<const void*>(&body)),
                       [](void* context, std::int64_t begin, std::int64_t end) {
                         (*static_cast<Plain*>(context))(begin, end);
                       });
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/parallel-inl.h"
#endif
