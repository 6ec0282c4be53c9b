#pragma once

/// Games that are ready to be played: networks, objective, penalties and optimisers of one paper each.
#include "agon/gan/recipes/dcgan.hpp"
#include "agon/gan/recipes/lsgan.hpp"
#include "agon/gan/recipes/pictures.hpp"
#include "agon/gan/recipes/r3gan.hpp"
#include "agon/gan/recipes/sngan.hpp"
#include "agon/gan/recipes/stylegan2_small.hpp"
#include "agon/gan/recipes/wgan.hpp"
#include "agon/gan/recipes/wgan_gp.hpp"
