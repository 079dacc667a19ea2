// SLEEF gives an infinity for large finite arguments of these five; there they are, to far less than an ulp:
// asinh x = log 2x, cosh x = sinh x = exp(x − 1) · e/2, log1p x = log x for positive x, the first two odd.
// x − 1 is exact: from `exponential` up to overflow both lie between the same two powers of two.
#pragma once

#define PB_LOG_2_f64 0x1.62e42fefa39efp-1
#define PB_LOG_2_f32 0x1.62e43p-1f
#define PB_HALF_E_f64 0x1.5bf0a8b145769p+0
#define PB_HALF_E_f32 0x1.5bf0a8p+0f

/// Where the other formula begins: for asinh and acosh, for sinh and cosh, for log1p.
#define PB_AREA_f64 0x1p500
#define PB_AREA_f32 0x1p60f
#define PB_EXPONENTIAL_f64 700
#define PB_EXPONENTIAL_f32 80
#define PB_LOGARITHM_f64 0x1p60
#define PB_LOGARITHM_f32 0x1p30f
