#pragma once

/// All layers.
#include "agon/nn/layers/activation.hpp"
#include "agon/nn/layers/batch_norm.hpp"
#include "agon/nn/layers/constant_input.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/dropout.hpp"
#include "agon/nn/layers/gru.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/layers/lstm.hpp"
#include "agon/nn/layers/mapping_network.hpp"
#include "agon/nn/layers/minibatch_discrimination.hpp"
#include "agon/nn/layers/multi_head_attention.hpp"
#include "agon/nn/layers/noise_injection.hpp"
#include "agon/nn/layers/residual.hpp"
#include "agon/nn/layers/self_attention.hpp"
#include "agon/nn/layers/sequential.hpp"
#include "agon/nn/layers/shape.hpp"
