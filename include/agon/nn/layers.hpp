#pragma once

/// All layers.
#include "agon/nn/layers/activation.hpp"
#include "agon/nn/layers/batch_norm.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/dropout.hpp"
#include "agon/nn/layers/equal_lr.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/layers/minibatch_discrimination.hpp"
#include "agon/nn/layers/minibatch_stddev.hpp"
#include "agon/nn/layers/modulated_conv.hpp"
#include "agon/nn/layers/pack.hpp"
#include "agon/nn/layers/sequential.hpp"
#include "agon/nn/layers/shape.hpp"
#include "agon/nn/layers/spectral_norm.hpp"
#include "agon/nn/layers/weight_norm.hpp"
#include "agon/nn/layers/weight_standardization.hpp"
