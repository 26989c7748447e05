/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "../src/step.h"

int pattern_value(struct step step);
