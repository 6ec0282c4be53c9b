#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/cast.hpp"
#include "agon/autograd/ops/choose.hpp"
#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/index.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/norm.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/scan.hpp"
#include "agon/autograd/ops/shape.hpp"
