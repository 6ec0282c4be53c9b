#pragma once

#include "agon/data/batch.hpp"
#include "agon/data/dataset.hpp"
#include "agon/data/drawn_digits.hpp"
#include "agon/data/idx.hpp"
#include "agon/data/loader.hpp"
