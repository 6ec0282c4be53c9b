#pragma once

#include "agon/io/file.hpp"
#include "agon/io/image.hpp"
#include "agon/io/json.hpp"
#include "agon/io/plot.hpp"
#include "agon/io/safetensors.hpp"
#include "agon/io/table.hpp"
