// log |Γ|: SLEEF's function, whose error is absolute near zeros, and a form of its own near those below 0.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"
#include "sleef_scalar.h"

/// A zero of log |Γ|: how far it lies from the nearest pole, and the slope there, ψ.
struct root {
    pb_pair offset;
    double slope;
};

// The zeros from −2.457 down, one on each side of −3, −4, …, −16; below, no number lies as near to a zero as `REACH` says.
static const struct root roots[] = {
    {{-0.45702473822080064, 1.843554041574456e-17}, 1.5156034480216574},
    {{0.2523173532725874, -2.04688991691325e-17}, -1.9143501856115988},
    {{-0.14358088834998006, 3.862806401714152e-18}, 7.781884658131351},
    {{0.04470571514140207, 8.223977942582053e-19}, -20.725060845803707},
    {{-0.03936183974053688, 3.2731379225891636e-18}, 26.790480886140593},
    {{0.008455359439952277, 8.231751957350036e-19}, -116.53578161624363},
    {{-0.008218168322593521, -5.582665915956405e-19}, 123.3621845633534},
    {{0.0013925199191243706, -7.090441230646531e-20}, -716.2454304275473},
    {{-0.0013852944531550972, -2.6295731811446077e-20}, 723.7366299252801},
    {{0.0001984921093623021, 6.263909978492175e-21}, -5035.967373768125},
    {{-0.00019833340732475162, 1.1820573401560963e-20}, 5044.029941110829},
    {{2.4802904179335845e-05, 3.15397713595963e-22}, -40315.71854218779},
    {{-2.48002706819597e-05, 1.0083974251164085e-21}, 40324.281108124356},
    {{2.7557490225318057e-06, -6.500300408654724e-23}, -362875.4964746711},
    {{-2.7557148226503463e-06, -5.624459871432079e-23}, 362884.5034850277},
    {{2.7557337083353163e-07, 1.4502658434955713e-23}, -3628795.296492739},
    {{-2.755730136466002e-07, -2.4472526783403563e-23}, 3628804.7035030955},
    {{2.5052109918476226e-08, -6.807394864189793e-25}, -39916795.114676446},
    {{-2.5052106852407546e-08, 1.2924868620853802e-24}, 39916804.88532317},
    {{2.087675709796081e-09, -8.658839215884982e-26}, -479001594.94800997},
    {{-2.087675687777539e-09, -4.849684877236172e-26}, 479001605.05199003},
    {{1.6059043843534355e-10, 6.465141936497467e-27}, -6227020794.794164},
    {{-1.6059043830108875e-10, 7.046449983196074e-27}, 6227020805.205836},
    {{1.147074559808161e-11, -7.830340218001236e-28}, -87178291194.6513},
    {{-1.147074559737784e-11, 4.194056116105366e-28}, 87178291205.3487},
    {{7.647163731835846e-13, -3.8035184915187745e-29}, -1307674367994.518},
    {{-7.647163731803788e-13, 4.886154187641447e-29}, 1307674368005.482},
    {{4.779477332388026e-14, -9.319923331229129e-31}, -20922789887994.395},
    {{-4.779477332386745e-14, -1.811833433216651e-30}, 20922789888005.605},
};

/// How far the form reaches, in distances between zero and pole.
#define REACH 0x1p-5

// log Γ(3 + e) in powers of e from the square on: (−1)ᵏ ζ(k, 3) / k, see https://dlmf.nist.gov/5.7 and 25.11
static const double smooth[] = {
    0.19746703342411323, -0.025685634386531427, 0.004955808427784548, -0.0011355510286739853, 0.0002863436640748566,
    -7.66824831318324e-05, 2.1388274743042423e-05, -6.140869564690491e-06, 1.8012627818085338e-06,
    -5.370321926785962e-07, 1.6216069233735823e-07, -4.946423680685744e-08, 1.5212772050344947e-08,
    -4.710545468032904e-09, 1.4668966344919833e-09, -4.5900627351542783e-10, 1.4422218749110315e-10,
    -4.54780916546803e-11, 1.4385873327305658e-11, -4.563265937212529e-12,
};

/// p[a, a, b], the second divided difference of p(e) = log Γ(3 + e), by Horner's rule on the quotients of p by e − a.
PB_FMA static double smooth_difference(double a, double b) {
    double value = 0, slope = 0, difference = 0;
    for (int k = (int)(sizeof(smooth) / sizeof(*smooth)) - 1; k >= 0; k--) {
        value = __builtin_fma(value, a, smooth[k]);
        slope = __builtin_fma(slope, a, value);
        difference = __builtin_fma(difference, b, slope);
    }
    return difference;
}

/// t − log(1 + t) for |t| up to `REACH`.
PB_FMA static double logarithm_rest(double t) {
    static const double series[] = {1.0 / 2, -1.0 / 3,  1.0 / 4, -1.0 / 5,  1.0 / 6,  -1.0 / 7,
                                    1.0 / 8, -1.0 / 9, 1.0 / 10, -1.0 / 11, 1.0 / 12};
    return t * t * PB_POLYNOMIAL(series, t);
}

/// log |Γ(e − pole)| at e = zero + distance.
///
/// Γ(e − pole) = Γ(3 + e) / ((e + 2) … (e − pole)). Of each logarithm what the slope at the zero gives is taken out, and all
/// slopes together stand in the table: so the largest term is rounded once, and nothing else is near its size.
PB_FMA static double near_zero(int pole, const struct root *root, double distance) {
    double zero = root->offset.high, rest = distance * distance * smooth_difference(zero, zero + distance);
    for (int k = -2; k <= pole; k++) rest += logarithm_rest(distance / (zero - k));
    return __builtin_fma(distance, root->slope, rest);
}

PB_FMA double pb_lgamma_f64(double x) {
    if (x < -2 && x > -16.5) {
        int pole = (int)-__builtin_rint(x);
        double offset = x + pole;
        // −2 has a zero on its lower side only; there it is the first.
        int index = 2 * pole - 4 - (offset > 0);
        if (index >= 0) {
            const struct root *root = &roots[index];
            double distance = (offset - root->offset.high) - root->offset.low;
            if (__builtin_fabs(distance) < REACH * __builtin_fabs(root->offset.high)) return near_zero(pole, root, distance);
        }
    }
    return Sleef_finz_lgammad1_u10purecfma(x);
}

// SLEEF's own is infinite from 4.06e36 on, a little below where the function overflows.
float pb_lgamma_f32(float x) { return (float)pb_lgamma_f64(x); }
