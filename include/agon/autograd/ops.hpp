#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/batch.hpp"
#include "agon/autograd/ops/cast.hpp"
#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/group_norm.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/modulated_conv.hpp"
#include "agon/autograd/ops/norm.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
