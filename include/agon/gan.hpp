#pragma once

#include "agon/gan/augment.hpp"
#include "agon/gan/game.hpp"
#include "agon/gan/minimax.hpp"
#include "agon/gan/objectives.hpp"
#include "agon/gan/penalties.hpp"
#include "agon/gan/penalty.hpp"
#include "agon/gan/player.hpp"
#include "agon/gan/progress_bar.hpp"
#include "agon/gan/recipes.hpp"
#include "agon/gan/sample.hpp"
#include "agon/gan/tricks.hpp"

// Pictures are the compiled library's.
#ifndef AGON_HEADER_ONLY
#include "agon/gan/sample_sheet.hpp"
#endif
