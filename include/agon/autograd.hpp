#pragma once

#include "agon/autograd/branches.hpp"
#include "agon/autograd/grad.hpp"
#include "agon/autograd/gradcheck.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/autograd/record.hpp"
#include "agon/autograd/variable.hpp"
