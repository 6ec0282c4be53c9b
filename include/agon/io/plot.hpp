#pragma once

#include <optional>
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

/// Dots of one colour in a scatter plot. Those that are not finite are left out.
struct Dots {
  std::string name;  ///< for the legend
  std::vector<double> x, y;
};

/// The ends of an axis.
struct PlotRange {
  double low = 0;
  double high = 1;
};

struct ScatterOptions {
  std::string title = {};
  std::string x_label = {};
  std::string y_label = {};
  std::optional<PlotRange> x = {};  ///< dots outside are left out; without a range all are shown
  std::optional<PlotRange> y = {};
  double diameter = 3;  ///< of a dot, in pixels, > 0
  int width = 450;      ///< in pixels, at least 200
  int height = 450;
};

/// The text of an SVG picture of dots, later ones above earlier ones, with ticks, labels and a legend. Throws
/// Error where dots have unlike numbers of x and y, a range or the diameter is not positive, or a size is
/// below 200.
std::string scatter_plot(const ScatterOptions& options, const std::vector<Dots>& dots);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/io/plot-inl.h"
#endif
