#include "agon/io/plot.hpp"

#include <cmath>

#include "agon_test.hpp"

using agon::line_plot;
using agon::PlotRange;
using agon::scatter_plot;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a plot has its lines, axes and legend", "[io]") {
  const std::string svg = line_plot({.title = "Losses", .x_label = "iteration", .y_label = "loss"},
                                    {{"discriminator", {1, 0.5, 0.25}}, {"generator", {0, 1, 2}}});
  CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  CHECK(svg.ends_with("</svg>\n"));
  for (const char* part :
       {">Losses<", ">iteration<", ">loss<", ">discriminator<", ">generator<", ">0.5<", ">2.0<"})
    CHECK_THAT(svg, agon_test::contains(part));
  CHECK(count(svg, "<path") == 2);
  // Linear in x and y: the second line goes up by the same at each step, across the whole width.
  CHECK(count(svg, "M72.0 ") == 2);
  CHECK(count(svg, "L426.0 ") == 2);
  CHECK(count(svg, "L780.0 ") == 2);
}

TEST_CASE("smoothing lays a second line over each", "[io]") {
  const std::vector<double> level(100, 3.0);
  const std::string svg = line_plot({.smoothing = 0.9}, {{"a", level}});
  CHECK(count(svg, "<path") == 2);
  CHECK(count(svg, "stroke-opacity=\"0.25\"") == 1);
  // The mean of equal values is that value from the first on.
  const std::size_t first = svg.find(" d=\""), second = svg.find(" d=\"", first + 1);
  CHECK(svg.substr(first, svg.find("\" fill", first) - first) ==
        svg.substr(second, svg.find("\" fill", second) - second));
}

TEST_CASE("gaps, names with special characters and little data are drawn", "[io]") {
  const double nan = std::nan("");
  const std::string svg = line_plot({.title = "a < b & \"c\""},
                                    {{"x", {1, nan, 2, 3, nan}}, {"none", {nan, nan, nan, nan, nan}}});
  CHECK_THAT(svg, agon_test::contains("a &lt; b &amp; &quot;c&quot;"));
  CHECK(count(svg, "nan") == 0);
  CHECK(count(svg, "M") == 2);
  CHECK(count(svg, "<path") == 1);
  for (const std::vector<double>& y :
       {std::vector<double>{}, {5}, {1e17, 1e17 + 16}, {0, 1e-300}, {-1e200, 1e200}})
    CHECK(line_plot({}, {{"y", y}}).ends_with("</svg>\n"));
  CHECK(line_plot({}, {}).ends_with("</svg>\n"));
}

TEST_CASE("a long series is thinned and keeps its peaks", "[io]") {
  std::vector<double> y(1000000, 0.0);
  y[123456] = 100;
  const std::string svg = line_plot({}, {{"long", y}});
  CHECK(svg.size() < 100000);
  CHECK(count(svg, " 75.1") == 1);  // 100 is 5 hundredths below the top of 332 pixels that begin at 60
}

TEST_CASE("a plot checks what it is given", "[io]") {
  REQUIRE_ERROR(line_plot({.x = {1, 2}}, {{"a", {1, 2, 3}}}),
                "[line_plot] expected 2 values of a, one for each x, got 3");
  REQUIRE_ERROR(line_plot({}, {{"a", {1, 2}}, {"b", {1}}}),
                "[line_plot] expected 2 values of b, one for each x, got 1");
  REQUIRE_ERROR(line_plot({.width = 100}, {}),
                "[line_plot] expected a picture of at least 200 x 200, got 100 x 450");
  REQUIRE_ERROR(line_plot({.smoothing = 1}, {}), "[line_plot] expected smoothing in [0, 1), got 1.0");
  REQUIRE_ERROR(line_plot({.x = {std::nan("")}}, {{"a", {1}}}), "[line_plot] expected finite x, got nan");
}

TEST_CASE("a scatter plot has its dots where their numbers say", "[io]") {
  const double nan = std::nan("");
  const std::string svg =
      scatter_plot({.title = "Ring", .x = PlotRange{0, 2}, .y = PlotRange{0, 1}, .width = 292, .height = 218},
                   {{"real", {1, 3, nan}, {0.5, 0.5, 0.5}}, {"generated", {0, 2, 1}, {0, 1, -0.1}}});
  CHECK_THAT(svg, agon_test::contains(">Ring<"));
  CHECK_THAT(svg, agon_test::contains(">real<"));
  CHECK_THAT(svg, agon_test::contains(">generated<"));
  CHECK(count(svg, "<path") == 2);
  // The frame begins at (72, 60) and is 200 by 100; what lies outside and what is not finite is not there.
  CHECK_THAT(svg, agon_test::contains("d=\"M172.0 110.0h0\""));
  CHECK_THAT(svg, agon_test::contains("d=\"M72.0 160.0h0M272.0 60.0h0\""));
}

TEST_CASE("a scatter plot without ranges shows all dots", "[io]") {
  const std::string svg = scatter_plot({}, {{"a", {-5, 7}, {1, 1}}, {"b", {0}, {100}}});
  CHECK(count(svg, "h0") == 3);
  CHECK(scatter_plot({}, {}).ends_with("</svg>\n"));
}

TEST_CASE("a scatter plot checks what it is given", "[io]") {
  REQUIRE_ERROR(scatter_plot({}, {{"a", {1, 2}, {1}}}),
                "[scatter_plot] expected as many y as x of a, got 2 x and 1 y");
  REQUIRE_ERROR(scatter_plot({.height = 100}, {}),
                "[scatter_plot] expected a picture of at least 200 x 200, got 450 x 100");
  REQUIRE_ERROR(scatter_plot({.x = PlotRange{1, 1}}, {}),
                "[scatter_plot] expected low < high of x, got 1.000 and 1.000");
  REQUIRE_ERROR(scatter_plot({.diameter = 0}, {}), "[scatter_plot] expected a diameter > 0, got 0.0");
}
