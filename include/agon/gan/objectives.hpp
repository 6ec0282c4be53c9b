#pragma once

#include "agon/gan/objectives/label_smoothing.hpp"
#include "agon/gan/objectives/logistic.hpp"
#include "agon/gan/objectives/non_saturating.hpp"
#include "agon/gan/objectives/saturating.hpp"
#include "agon/gan/objectives/wasserstein.hpp"
