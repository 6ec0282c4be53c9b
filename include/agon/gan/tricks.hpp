#pragma once

#include "agon/gan/tricks/adaptive_ratio.hpp"
#include "agon/gan/tricks/fake_history.hpp"
#include "agon/gan/tricks/feature_matching.hpp"
#include "agon/gan/tricks/packed.hpp"
#include "agon/gan/tricks/top_k_training.hpp"
#include "agon/gan/tricks/unrolled.hpp"
