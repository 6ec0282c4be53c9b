#pragma once

#include "agon/optim/accumulate.hpp"
#include "agon/optim/adam.hpp"
#include "agon/optim/average.hpp"
#include "agon/optim/clip.hpp"
#include "agon/optim/descend.hpp"
#include "agon/optim/optimiser.hpp"
#include "agon/optim/rmsprop.hpp"
#include "agon/optim/schedule.hpp"
#include "agon/optim/sgd.hpp"
