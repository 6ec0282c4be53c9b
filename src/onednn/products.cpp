// Float products by oneDNN, 2.6 and 3.x, whose interfaces differ in how a primitive is described.
// Pictures stay channels-last; kernels are copied into the layout that oneDNN likes best for the shape.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "agon/core/allocator.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels::onednn {

extern const ProductTable<float> float_products;

namespace {

using dnnl::memory;
using Layout = memory::desc;
using Tag = memory::format_tag;
using Dims = memory::dims;

// Never destroyed: products may outlive any order of destruction.
const dnnl::engine& engine() {
  static const auto* engine = new dnnl::engine(dnnl::engine::kind::cpu, 0);
  return *engine;
}

// Scratch memory comes from the library's allocator, so that it is recycled and primitives may run on any
// thread.
dnnl::primitive_attr attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

#if DNNL_VERSION_MAJOR >= 3
template <class Primitive, class... Args>
auto describe(const Args&... args) {
  return typename Primitive::primitive_desc(engine(), args..., attributes());
}
template <class Primitive, class Forward, class... Args>
auto describe_gradient(const Forward& forward, const Args&... args) {
  return typename Primitive::primitive_desc(engine(), args..., forward, attributes());
}
#else
template <class Primitive, class... Args>
auto describe(const Args&... args) {
  return typename Primitive::primitive_desc(typename Primitive::desc(args...), attributes(), engine());
}
template <class Primitive, class Forward, class... Args>
auto describe_gradient(const Forward& forward, const Args&... args) {
  return
      typename Primitive::primitive_desc(typename Primitive::desc(args...), attributes(), engine(), forward);
}
#endif

Layout layout(const Dims& dims, Tag tag) { return {dims, memory::data_type::f32, tag}; }

memory unplaced(const Layout& layout) { return {layout, engine(), DNNL_MEMORY_NONE}; }

/// Memory of the library's allocator.
class Block {
 public:
  explicit Block(std::size_t bytes)
      : bytes_(bytes), data_(bytes > 0 ? agon::detail::allocate(bytes) : nullptr) {}
  ~Block() {
    if (data_) agon::detail::deallocate(data_, bytes_);
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  void* data() const { return data_; }

 private:
  std::size_t bytes_;
  void* data_;
};

/// A primitive with the memories that it works on.
class Step {
 public:
  Step(dnnl::primitive primitive, const Layout& scratchpad, std::unordered_map<int, memory> memories)
      : primitive_(std::move(primitive)),
        scratch_bytes_(scratchpad.get_size()),
        memories_(std::move(memories)) {
    if (scratch_bytes_ > 0) memories_.emplace(DNNL_ARG_SCRATCHPAD, unplaced(scratchpad));
  }

  void run(const dnnl::stream& stream) {
    const Block scratch(scratch_bytes_);
    if (scratch_bytes_ > 0) memories_.at(DNNL_ARG_SCRATCHPAD).set_data_handle(scratch.data());
    primitive_.execute(stream, memories_);
  }

 private:
  dnnl::primitive primitive_;
  std::size_t scratch_bytes_;
  std::unordered_map<int, memory> memories_;
};

Step reorder(const memory& from, const memory& to) {
  const dnnl::reorder::primitive_desc description(engine(), from.get_desc(), engine(), to.get_desc(),
                                                  attributes());
  return Step(dnnl::reorder(description), description.scratchpad_desc(),
              {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

/// An operand as the library stores it and, where oneDNN wants another layout, a copy in that.
class Operand {
 public:
  enum class Kind { input, output };

  Operand(Kind kind, int argument, const Layout& ours, const Layout& theirs)
      : argument_(argument), ours_(unplaced(ours)), theirs_(ours_) {
    if (ours == theirs) return;
    theirs_ = unplaced(theirs);
    copy_bytes_ = theirs.get_size();
    copy_ = kind == Kind::input ? reorder(ours_, theirs_) : reorder(theirs_, ours_);
  }

  std::pair<const int, memory> argument() const { return {argument_, theirs_}; }

  std::size_t copy_bytes() const { return copy_bytes_; }
  void place(const float* data, const Block& copy) {
    ours_.set_data_handle(const_cast<float*>(data));
    if (copy_) theirs_.set_data_handle(copy.data());
  }
  void convert(const dnnl::stream& stream) {
    if (copy_) copy_->run(stream);
  }

 private:
  int argument_;
  memory ours_, theirs_;
  std::size_t copy_bytes_ = 0;
  std::optional<Step> copy_;
};

/// A product of one shape and number of threads. For one caller at a time: it points at the operands.
class Plan {
 public:
  template <class Description>
  Plan(const dnnl::primitive& primitive, const Description& description, Operand left, Operand right,
       Operand out)
      : left_(std::move(left)),
        right_(std::move(right)),
        out_(std::move(out)),
        product_(primitive, description.scratchpad_desc(),
                 {left_.argument(), right_.argument(), out_.argument()}),
        stream_(engine()) {}

  void run(const float* left, const float* right, float* out) {
    const Block left_copy(left_.copy_bytes()), right_copy(right_.copy_bytes()), out_copy(out_.copy_bytes());
    left_.place(left, left_copy);
    right_.place(right, right_copy);
    out_.place(out, out_copy);
    left_.convert(stream_);
    right_.convert(stream_);
    product_.run(stream_);
    out_.convert(stream_);
  }

 private:
  Operand left_, right_, out_;
  Step product_;
  dnnl::stream stream_;
};

/// What a plan is for: the kind of product, the number of threads, and sizes.
using Key = std::array<std::int64_t, 17>;

/// Plans that nobody is using. A caller takes one out, so that several threads may run the same product.
class Plans {
 public:
  static Plans& instance() {
    static Plans* plans = new Plans;
    return *plans;
  }

  std::unique_ptr<Plan> take(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto at = free_.find(key);
    if (at == free_.end() || at->second.empty()) return nullptr;
    std::unique_ptr<Plan> plan = std::move(at->second.back());
    at->second.pop_back();
    --count_;
    return plan;
  }

  void give(const Key& key, std::unique_ptr<Plan> plan) {
    const std::lock_guard lock(mutex_);
    if (count_ == most) {  // shapes that change all the time
      free_.clear();
      count_ = 0;
    }
    free_[key].push_back(std::move(plan));
    ++count_;
  }

 private:
  static constexpr std::size_t most = 512;
  std::mutex mutex_;
  std::map<Key, std::vector<std::unique_ptr<Plan>>> free_;
  std::size_t count_ = 0;
};

/// Runs the plan of the key, which `make` makes where there is none.
template <class Make>
void run(const Key& key, const Make& make, const float* left, const float* right, float* out) {
  std::unique_ptr<Plan> plan = Plans::instance().take(key);
  if (!plan) plan = std::make_unique<Plan>(make());
  plan->run(left, right, out);
  Plans::instance().give(key, std::move(plan));
}

// A matrix [rows, columns] that is stored as it is, or transposed.
Layout matrix(std::int64_t rows, std::int64_t columns, bool transposed) {
  return layout({rows, columns}, transposed ? Tag::ba : Tag::ab);
}

Plan gemm_plan(const GemmShape& s) {
  const Layout a = matrix(s.m, s.k, s.transpose_a), b = matrix(s.k, s.n, s.transpose_b),
               c = matrix(s.m, s.n, false);
  const auto description = describe<dnnl::matmul>(a, b, c);
  using enum Operand::Kind;
  return Plan(dnnl::matmul(description), description, Operand(input, DNNL_ARG_SRC, a, a),
              Operand(input, DNNL_ARG_WEIGHTS, b, b), Operand(output, DNNL_ARG_DST, c, c));
}

/// Where one side is a vector, the primitive is slow and this older function is not.
void vector_product(const GemmShape& s, const float* a, const float* b, float* c) {
  const dnnl::status status =
      dnnl::sgemm(s.transpose_a ? 'T' : 'N', s.transpose_b ? 'T' : 'N', s.m, s.n, s.k, 1.0f, a,
                  s.transpose_a ? s.m : s.k, b, s.transpose_b ? s.k : s.n, 0.0f, c, s.n);
  if (status != dnnl::status::success) throw dnnl::error(static_cast<dnnl_status_t>(status), "sgemm failed");
}

void gemm(const GemmShape& s, const float* a, const float* b, float* c) {
  const detail::OpenMPTeam team;
  if (s.m == 1 || s.n == 1) return vector_product(s, a, b, c);
  run(
      {0, team.size(), s.m, s.n, s.k, s.transpose_a, s.transpose_b}, [&] { return gemm_plan(s); }, a, b, c);
}

/// The three operands of a convolution of one group: as the library stores them, with free choice of the
/// kernels' layout.
struct Convolution {
  Layout x, kernels, any_kernels, y;
  Dims strides, dilation, padding;  // a dilation of 0 is oneDNN's for taps side by side

  explicit Convolution(const ConvShape& s)
      : x(layout({s.images, s.in, s.h, s.w}, Tag::nhwc)),
        kernels(layout(kernel_dims(s), Tag::ohwi)),
        any_kernels(layout(kernel_dims(s), Tag::any)),
        y(layout({s.images, s.out, s.out_h, s.out_w}, Tag::nhwc)),
        strides{s.geometry.stride_h, s.geometry.stride_w},
        dilation{s.geometry.dilation_h - 1, s.geometry.dilation_w - 1},
        padding{s.geometry.pad_h, s.geometry.pad_w} {}

  static Dims kernel_dims(const ConvShape& s) {
    return {s.out, s.in, s.geometry.kernel_h, s.geometry.kernel_w};
  }

  auto forward() const {
    return describe<dnnl::convolution_forward>(dnnl::prop_kind::forward_training,
                                               dnnl::algorithm::convolution_direct, x, any_kernels, y,
                                               strides, dilation, padding, padding);
  }
};

Plan conv_plan(const ConvShape& s) {
  const Convolution c(s);
  const auto description = c.forward();
  using enum Operand::Kind;
  return Plan(dnnl::convolution_forward(description), description, Operand(input, DNNL_ARG_SRC, c.x, c.x),
              Operand(input, DNNL_ARG_WEIGHTS, c.kernels, description.weights_desc()),
              Operand(output, DNNL_ARG_DST, c.y, c.y));
}

Plan input_grad_plan(const ConvShape& s) {
  using Gradient = dnnl::convolution_backward_data;
  const Convolution c(s);
  const auto description =
      describe_gradient<Gradient>(c.forward(), dnnl::algorithm::convolution_direct, c.x, c.any_kernels, c.y,
                                  c.strides, c.dilation, c.padding, c.padding);
  using enum Operand::Kind;
  return Plan(Gradient(description), description, Operand(input, DNNL_ARG_DIFF_DST, c.y, c.y),
              Operand(input, DNNL_ARG_WEIGHTS, c.kernels, description.weights_desc()),
              Operand(output, DNNL_ARG_DIFF_SRC, c.x, c.x));
}

Plan weight_grad_plan(const ConvShape& s) {
  using Gradient = dnnl::convolution_backward_weights;
  const Convolution c(s);
  const auto description =
      describe_gradient<Gradient>(c.forward(), dnnl::algorithm::convolution_direct, c.x, c.any_kernels, c.y,
                                  c.strides, c.dilation, c.padding, c.padding);
  using enum Operand::Kind;
  return Plan(Gradient(description), description, Operand(input, DNNL_ARG_SRC, c.x, c.x),
              Operand(input, DNNL_ARG_DIFF_DST, c.y, c.y),
              Operand(output, DNNL_ARG_DIFF_WEIGHTS, c.kernels, description.diff_weights_desc()));
}

Key key_of(std::int64_t kind, int threads, const ConvShape& s) {
  const ConvGeometry& g = s.geometry;
  return {kind,       threads, s.images, s.h,          s.w,         s.in,
          s.out,      s.out_h, s.out_w,  g.kernel_h,   g.kernel_w,  g.stride_h,
          g.stride_w, g.pad_h, g.pad_w,  g.dilation_h, g.dilation_w};
}

void conv(const ConvShape& s, const float* x, const float* kernels, float* y) {
  const detail::OpenMPTeam team;
  run(
      key_of(1, team.size(), s), [&] { return conv_plan(s); }, x, kernels, y);
}

/// For few channels, where oneDNN's input gradient is slow: the gradient of whole windows, as matrix
/// products, added to the pictures.
void scattered_input_grad(const ConvShape& s, const float* gy, const float* kernels, float* gx) {
  const std::int64_t window = s.window(), size = s.h * s.w * s.in;
  constexpr std::int64_t most_elements = 128 * 1024;  // that stay in the near caches
  const std::int64_t band = std::clamp<std::int64_t>(most_elements / (s.out_w * window), 1, s.out_h);
  parallel_for(s.images, 1, [&](std::int64_t begin, std::int64_t end) {
    const Block block(static_cast<std::size_t>(band * s.out_w * window) * sizeof(float));
    float* windows = static_cast<float*>(block.data());
    for (std::int64_t image = begin; image < end; ++image) {
      float* picture = gx + image * size;
      std::fill_n(picture, size, 0.0f);
      for (std::int64_t row = 0; row < s.out_h; row += band) {
        const std::int64_t rows = std::min(band, s.out_h - row);
        gemm({.m = rows * s.out_w, .n = window, .k = s.out}, gy + (image * s.out_h + row) * s.out_w * s.out,
             kernels, windows);
        table<float>().scatter_windows(s, row, row + rows, windows, picture);
      }
    }
  });
}

void conv_input_grad(const ConvShape& s, const float* gy, const float* kernels, float* gx) {
  constexpr std::int64_t few_channels = 8;
  if (s.in <= few_channels) return scattered_input_grad(s, gy, kernels, gx);
  const detail::OpenMPTeam team;
  run(
      key_of(2, team.size(), s), [&] { return input_grad_plan(s); }, gy, kernels, gx);
}

void conv_weight_grad(const ConvShape& s, const float* x, const float* gy, float* gw) {
  const detail::OpenMPTeam team;
  run(
      key_of(3, team.size(), s), [&] { return weight_grad_plan(s); }, x, gy, gw);
}

}  // namespace

const ProductTable<float> float_products = {gemm, conv, conv_input_grad, conv_weight_grad};

}  // namespace agon::kernels::onednn
