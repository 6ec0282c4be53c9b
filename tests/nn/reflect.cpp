#include "agon/nn/reflect.hpp"

#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

template <class Net>
std::vector<std::string> names(const Net& net) {
  return parameters(net).names();
}
using Names = std::vector<std::string>;

enum class Mode { plain, wide };

struct Block {
  Linear a{2, 2};
  Linear b{2, 2, {.bias = false}};
};

struct Everything {
  Linear first{2, 3};
  std::vector<Block> list = repeat(2, [] { return Block{}; });
  std::array<Linear, 2> pair{Linear{2, 2}, Linear{2, 2, {.bias = false}}};
  std::optional<Linear> there = Linear{2, 2};
  std::optional<Block> absent;
  std::tuple<Linear, ReLU> both{Linear{1, 1}, ReLU{}};
  std::optional<std::int64_t> number;
  Block nested;
  Parameter own{Tensor({3}, 1.0f)};
  Buffer mean{Tensor({4}, 0.0f)};
  std::int64_t width = 3;
  double slope = 0.2;
  Mode mode = Mode::wide;
  std::string text = "text";
  std::vector<int> sizes{1, 2};
  Shape shape{1, 2};
  Conv2dOptions options{.in = 1, .out = 2, .kernel = 3};
  ReLU act;
  bool last = true;
};

class Private {
 public:
  explicit Private(int width) : body_(width, width) {}
  int width() const { return width_; }

 private:
  Linear body_;
  Linear head_{1, 1};
  int width_ = 2;

  AGON_MEMBERS(body_, head_, width_)
};

class Clock {
 public:
  Clock(int h = 2) : hands(h) {}
  bool operator==(const Clock&) const = default;
  int hands;
};

struct Opted {
  Linear layer{1, 1};
  Clock clock;
};

struct NoDefaults {
  Linear a;
  std::optional<Block> b;
  int c;
};

}  // namespace

template <>
inline constexpr bool agon::is_configuration<Clock> = true;

TEST_CASE("a walk names every member in the order of declaration", "[nn][reflect]") {
  const Everything net;
  REQUIRE(names(net) == Names{"first.weight", "first.bias", "list.0.a.weight", "list.0.a.bias",
                              "list.0.b.weight", "list.1.a.weight", "list.1.a.bias", "list.1.b.weight",
                              "pair.0.weight", "pair.0.bias", "pair.1.weight", "there.weight", "there.bias",
                              "both.0.weight", "both.0.bias", "nested.a.weight", "nested.a.bias",
                              "nested.b.weight", "own"});
  const auto buffer_list = named_buffers(net);
  REQUIRE(buffer_list.size() == 1);
  REQUIRE(buffer_list[0].name == "mean");
}

TEST_CASE("an optional counts once it is there", "[nn][reflect]") {
  Everything net;
  const std::size_t before = names(net).size();
  net.absent = Block{};
  REQUIRE(names(net).size() == before + 3);
  net.there.reset();
  REQUIRE(names(net).size() == before + 1);
}

TEST_CASE("types local to a function are walked", "[nn][reflect]") {
  struct Local {
    Linear l1{1, 2};
    std::vector<Linear> more;
    Linear l2{2, 1};
  };
  Local net;
  net.more.push_back(Linear{2, 2, {.bias = false}});
  REQUIRE(names(net) == Names{"l1.weight", "l1.bias", "more.0.weight", "l2.weight", "l2.bias"});
}

TEST_CASE("private members are listed by a macro", "[nn][reflect]") {
  REQUIRE(names(Private{2}) == Names{"body_.weight", "body_.bias", "head_.weight", "head_.bias"});
  struct Holder {
    Private inner{3};
  };
  REQUIRE(names(Holder{}).front() == "inner.body_.weight");
}

TEST_CASE("a local class lists private members too, optional ones included", "[nn][reflect]") {
  class Local {
   public:
    bool flag() const { return flag_; }

   private:
    AGON_MEMBERS(scale_, flag_, extra_, list_)
    Parameter scale_{Tensor({1}, 1.0f)};
    bool flag_ = true;
    std::optional<Linear> extra_ = Linear{1, 1};
    std::vector<Private> list_{Private{1}};
  };
  REQUIRE(names(Local{}) == Names{"scale_", "extra_.weight", "extra_.bias", "list_.0.body_.weight",
                                  "list_.0.body_.bias", "list_.0.head_.weight", "list_.0.head_.bias"});
}

TEST_CASE("initialisers may name siblings, at any depth", "[nn][reflect]") {
  struct Inner {
    std::int64_t width = 4;
    Linear a{width, width};
    BatchNorm norm{a.weight.dim(0)};
  };
  struct Outer {
    std::int64_t width = 3;
    Linear first{width, 2 * width};
    Inner inner{.width = width};
    std::vector<Inner> list = repeat(2, [] { return Inner{}; });
    Conv2d conv{{.in = inner.width, .out = width, .kernel = 3}};
  };
  REQUIRE(names(Outer{}).size() == 2 + 4 + 8 + 2);
  REQUIRE(Outer{.width = 5}.inner.norm.scale->shape() == Shape{5});
}

TEST_CASE("plain data of one's own is let through on request", "[nn][reflect]") {
  REQUIRE(names(Opted{}) == Names{"layer.weight", "layer.bias"});
  REQUIRE(equal(Opted{Linear{1, 1}, {3}}, Opted{Linear{1, 1}, {3}}) == false);
  const Opted a;
  Opted b = a;
  REQUIRE(equal(a, b));
  b.clock.hands = 4;
  REQUIRE_FALSE(equal(a, b));
}

TEST_CASE("members without defaults are counted", "[nn][reflect]") {
  const NoDefaults net{Linear{1, 1}, Block{}, 3};
  REQUIRE(names(net) == Names{"a.weight", "a.bias", "b.a.weight", "b.a.bias", "b.b.weight"});
}

TEST_CASE("a layer, a vector and a tuple are networks too", "[nn][reflect]") {
  REQUIRE(names(Linear{1, 1}) == Names{"weight", "bias"});
  REQUIRE(names(repeat(2, [] { return Linear{1, 1, {.bias = false}}; })) == Names{"0.weight", "1.weight"});
  REQUIRE(names(std::tuple{ReLU{}, Linear{1, 1}}) == Names{"1.weight", "1.bias"});
}

TEST_CASE("64 members are walked", "[nn][reflect]") {
  struct Wide {
    int a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0, a8 = 0, a9 = 0, b0 = 0, b1 = 0,
        b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0, b9 = 0, c0 = 0, c1 = 0, c2 = 0, c3 = 0,
        c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0, d0 = 0, d1 = 0, d2 = 0, d3 = 0, d4 = 0, d5 = 0,
        d6 = 0, d7 = 0, d8 = 0, d9 = 0, e0 = 0, e1 = 0, e2 = 0, e3 = 0, e4 = 0, e5 = 0, e6 = 0, e7 = 0,
        e8 = 0, e9 = 0, f0 = 0, f1 = 0, f2 = 0, f3 = 0, f4 = 0, f5 = 0, f6 = 0, f7 = 0, f8 = 0, f9 = 0,
        g0 = 0, g1 = 0, g2 = 0;
    Linear last{1, 1};
  };
  REQUIRE(names(Wide{}) == Names{"last.weight", "last.bias"});
}

TEST_CASE("the scalar of a network is found at compile time", "[nn][reflect]") {
  struct Nothing {
    int a = 1;
  };
  struct Deep {
    Nothing nothing;
    std::vector<std::optional<f64::Linear>> list;
  };
  STATIC_REQUIRE(std::is_same_v<network_scalar_t<Everything>, float>);
  STATIC_REQUIRE(std::is_same_v<network_scalar_t<Nothing>, float>);
  STATIC_REQUIRE(std::is_same_v<network_scalar_t<Deep>, double>);
  STATIC_REQUIRE(std::is_same_v<network_scalar_t<Private>, float>);
  STATIC_REQUIRE(std::is_same_v<network_scalar_t<f64::BatchNorm>, double>);
  STATIC_REQUIRE_FALSE(Network<Var>);
  STATIC_REQUIRE_FALSE(Network<Tensor>);
  STATIC_REQUIRE_FALSE(Network<int>);
}

TEST_CASE("a parameter without a tensor is reported by its path", "[nn][reflect]") {
  struct Unmade {
    Linear a{1, 1};
    Parameter w;
  };
  struct Outer {
    Unmade inner;
  };
  REQUIRE_ERROR(parameters(Outer{}), "[network] expected parameter inner.w to hold a tensor, got none");
}
