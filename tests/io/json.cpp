#include "agon/io/json.hpp"

#include <cmath>
#include <limits>

#include "agon_test.hpp"

using namespace agon;

TEST_CASE("a JSON object keeps its order and types", "[io]") {
  JsonObject object;
  object.add("source", "MNIST").add("images", 60000).add("seed", ~std::uint64_t{0}).add("good", true);
  object.add("seconds", 0.1).add("rate", 0.1f).add("name", std::string("a \"b\"\n"));
  CHECK(object.text() ==
        "{\n  \"source\": \"MNIST\",\n  \"images\": 60000,\n  \"seed\": 18446744073709551615,\n  \"good\": "
        "true,\n"
        "  \"seconds\": 0.1,\n  \"rate\": 0.1,\n  \"name\": \"a \\\"b\\\"\\n\"\n}\n");
  CHECK(JsonObject().text() == "{}\n");
}

TEST_CASE("numbers that are not finite become null", "[io]") {
  JsonObject object;
  object.add("a", std::nan("")).add("b", std::numeric_limits<float>::infinity());
  object.add("c", std::vector<double>{1.5, -std::numeric_limits<double>::infinity()});
  CHECK(object.text() == "{\n  \"a\": null,\n  \"b\": null,\n  \"c\": [\n    1.5,\n    null\n  ]\n}\n");
}

TEST_CASE("JSON objects nest, copy, and refuse a name given twice", "[io]") {
  JsonObject inner;
  inner.add("x", std::vector<std::int64_t>{1, 2});
  JsonObject outer;
  outer.add("inner", inner);
  JsonObject copy = outer;
  copy.add("more", false);
  CHECK(outer.text() == "{\n  \"inner\": {\n    \"x\": [\n      1,\n      2\n    ]\n  }\n}\n");
  CHECK_THAT(copy.text(), agon_test::contains("\"more\": false"));
  REQUIRE_ERROR(copy.add("more", 1), "[JsonObject] expected every name once, got more twice");
  CHECK_NOTHROW(JsonObject().add("bytes", "\xff").text());
}
