#pragma once

#include <cstdio>
#include <functional>
#include <string>

#include "agon/gan/report.hpp"

namespace agon {

/// A callback for `on_step` that shows how training goes, on stderr unless told otherwise: on a terminal a
/// bar that is redrawn in place, with the rate, the time that remains and the losses; elsewhere a plain line
/// every ten seconds, at the end of an epoch and at the end of training.
std::function<void(const StepReport&)> progress_bar(std::FILE* out = stderr);

/// "0:42", "12:05", "3:07:10".
std::string clock_text(double seconds);

/// What the bar shows: "epoch 1/5 [####------] 312/937, 1520 samples/s, 0:42 left, generator 0.93,
/// discriminator 1.12".
std::string progress_text(const StepReport& report);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/progress_bar-inl.h"
#endif
