#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/cast.hpp"
#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/conv1d.hpp"
#include "agon/autograd/ops/conv3d.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/norm.hpp"
#include "agon/autograd/ops/pad.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
