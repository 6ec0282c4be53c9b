#pragma once

#include "agon/gan/penalties/consistency.hpp"
#include "agon/gan/penalties/gradient.hpp"
#include "agon/gan/penalties/historical_averaging.hpp"
#include "agon/gan/penalties/lecam.hpp"
#include "agon/gan/penalties/opponent_gradient.hpp"
#include "agon/gan/penalties/orthogonal.hpp"
#include "agon/gan/penalties/path_length.hpp"
#include "agon/gan/penalties/slopes.hpp"
