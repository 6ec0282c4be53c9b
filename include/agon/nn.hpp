#pragma once

#include "agon/nn/any_module.hpp"
#include "agon/nn/build.hpp"
#include "agon/nn/chain.hpp"
#include "agon/nn/gradcheck.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"
#include "agon/nn/pytorch.hpp"
#include "agon/nn/reparametrize.hpp"
#include "agon/nn/save.hpp"
#include "agon/nn/standing_statistics.hpp"
