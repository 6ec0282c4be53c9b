#pragma once

#include "agon/core/allocator.hpp"
#include "agon/core/config.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/parallel.hpp"
#include "agon/core/random.hpp"
#include "agon/core/tensor.hpp"
