#include "agon/autograd/variable-inl.h"

namespace agon {

template Var note(const Var&, Note);
template f64::Var note(const f64::Var&, Note);

}  // namespace agon
