#pragma once

/// All layers.
#include "agon/nn/layers/activation.hpp"
#include "agon/nn/layers/batch_norm.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/conv1d.hpp"
#include "agon/nn/layers/conv3d.hpp"
#include "agon/nn/layers/dropout.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/layers/minibatch_discrimination.hpp"
#include "agon/nn/layers/sequential.hpp"
#include "agon/nn/layers/shape.hpp"
