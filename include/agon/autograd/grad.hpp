#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "agon/autograd/variable.hpp"

namespace agon {

/// Variables that gradients are asked for, with their names where they have any ("up1.weight"), for messages.
template <class T>
class BasicVarList : public std::vector<BasicVar<T>> {
 public:
  using std::vector<BasicVar<T>>::vector;
  BasicVarList(std::vector<BasicVar<T>> vars, std::vector<std::string> names = {})
      : std::vector<BasicVar<T>>(std::move(vars)), names_(std::move(names)) {}

  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

/// The gradients that `grad` returns, in the order of its inputs, and the notes that its walk met.
template <class T>
class BasicGradients : public std::vector<BasicVar<T>> {
 public:
  using std::vector<BasicVar<T>>::vector;
  std::vector<Note> notes;
};

using VarList = BasicVarList<float>;
using Gradients = BasicGradients<float>;
namespace f64 {
using VarList = BasicVarList<double>;
using Gradients = BasicGradients<double>;
}  // namespace f64

/// What to return for an input that the outputs do not depend on.
enum class Unreached {
  fail,   ///< throw Error, naming it
  zero,   ///< zeros of its shape (which still move an optimiser with momentum)
  absent  ///< an undefined variable
};

struct GradOptions {
  bool create_graph = false;  ///< record the gradients' own graph, so that they can be differentiated again
  Unreached unreached = Unreached::fail;
};

/// The gradients of `output`, a scalar, with respect to `inputs`: a pure function that computes what was
/// asked and nothing else, and leaves nothing behind. Every gradient has its input's shape; inputs may be
/// results as well as leaves. Throws Error where the output has more than one element, an input is a
/// constant, an input is not reached (see Unreached), or an operation on the way has no gradient, naming it.
/// Recursion-free: graphs may be of any depth. Of an output that is moved in, or made in the call, what
/// nobody else holds is freed while the walk goes on, so that less memory is needed.
Gradients grad(Var output, const VarList& inputs, GradOptions options = {});
f64::Gradients grad(f64::Var output, const f64::VarList& inputs, GradOptions options = {});

/// A loss in one precision of networks in the other, joined by `cast`.
Gradients grad(f64::Var output, const VarList& inputs, GradOptions options = {});
f64::Gradients grad(Var output, const f64::VarList& inputs, GradOptions options = {});

/// The gradient of the sum over outputs of <output, seed>: a vector-Jacobian product. Each seed has its
/// output's shape.
Gradients grad(std::vector<Var> outputs, const std::vector<Var>& seeds, const VarList& inputs,
               GradOptions options = {});
f64::Gradients grad(std::vector<f64::Var> outputs, const std::vector<f64::Var>& seeds,
                    const f64::VarList& inputs, GradOptions options = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/grad-inl.h"
#endif
