#pragma once

#include "agon/autograd/variable.hpp"
#include "agon/core/modes.hpp"

namespace agon {

template <class T>
BasicVar<T> note(const BasicVar<T>& output, Note note) {
  if (!recording() || !noting()) return output;
  const BasicVar<T> noted = output.tracked() ? output : variable(output.value());
  noted.erased().node->notes.push_back(std::move(note));
  return noted;
}

}  // namespace agon
