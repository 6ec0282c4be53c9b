#pragma once

#include <string>
#include <vector>

#include "agon/core/config.hpp"

namespace agon {

/// A line of a plot. Values that are not finite leave a gap.
struct Series {
  std::string name;       ///< for the legend
  std::vector<double> y;  ///< one for each x
};

struct PlotOptions {
  std::string title = {};
  std::string x_label = {};
  std::string y_label = {};
  std::vector<double> x = {};  ///< shared by all series; 1, 2, 3, ... where empty
  double smoothing =
      0;  ///< in [0, 1): a running mean in front of the faint values, 0.9 looks back about 10 values
  int width = 800;  ///< in pixels, at least 200
  int height = 450;
};

/// The text of an SVG picture of lines over a shared axis, with ticks, labels and a legend. Long series are
/// thinned to what the width can show. Throws Error where a series is not as long as x, a size is below 200
/// or smoothing lies outside [0, 1).
std::string line_plot(const PlotOptions& options, const std::vector<Series>& series);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/io/plot-inl.h"
#endif
