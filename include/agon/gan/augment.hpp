#pragma once

/// What the library can put between samples and the discriminator (see gan/augmentation.hpp): each sample of
/// a batch gets draws of its own from `current_random()`, and gradients of both orders go through.
#include "agon/gan/augment/ada.hpp"
#include "agon/gan/augment/diff_augment.hpp"
#include "agon/gan/augment/instance_noise.hpp"
#include "agon/gan/augment/x_flip.hpp"
