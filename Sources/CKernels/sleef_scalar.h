// SLEEF's header declares its deterministic scalar functions only where the compiler says that FMA is fast; they are
// compiled into the library either way.
#pragma once
#ifndef FP_FAST_FMA
#define FP_FAST_FMA
#endif
#ifndef FP_FAST_FMAF
#define FP_FAST_FMAF
#endif
#include <sleef.h>
