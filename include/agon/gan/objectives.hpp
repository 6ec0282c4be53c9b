#pragma once

#include "agon/gan/objectives/boundary_seeking.hpp"
#include "agon/gan/objectives/energy.hpp"
#include "agon/gan/objectives/hinge.hpp"
#include "agon/gan/objectives/label_smoothing.hpp"
#include "agon/gan/objectives/least_squares.hpp"
#include "agon/gan/objectives/logistic.hpp"
#include "agon/gan/objectives/non_saturating.hpp"
#include "agon/gan/objectives/relativistic.hpp"
#include "agon/gan/objectives/saturating.hpp"
#include "agon/gan/objectives/softmax_gan.hpp"
#include "agon/gan/objectives/wasserstein.hpp"
