#pragma once

/// All of Agon.
#include "agon/autograd.hpp"
#include "agon/core.hpp"
#include "agon/data.hpp"
#include "agon/gan.hpp"
#include "agon/io.hpp"
#include "agon/nn.hpp"
#include "agon/optim.hpp"
