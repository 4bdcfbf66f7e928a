// Coefficients of maths.hpp. Written by tests/golden/fit_maths.py; do not edit by hand.
#pragma once

#include <array>

// clang-format off
namespace downhill::kernels {

template <class T>
struct MathsTables;

template <>
struct MathsTables<float> {
  static constexpr float log2_e = 1.442695f;
  // n * ln2_high is exact
  static constexpr float ln2_high = 0.69314575f;
  static constexpr float ln2_low = 1.4286068e-06f;
  // max error 2^-27.69
  static constexpr std::array<float, 5> exp_q{0.5f, 0.16666481f, 0.041665506f, 0.008373091f, 0.0014038546f};
  // max error 2^-30.19
  static constexpr std::array<float, 3> log_r{0.66666776f, 0.3997756f, 0.29871902f};
  static constexpr float two_over_pi = 0.63661975f;
  // n * part is exact but for the last
  static constexpr std::array<float, 4> half_pi{1.5703125f, 0.0004837513f, 7.5495336e-08f, 2.563344e-12f};
  // max error 2^-27.84
  static constexpr std::array<float, 3> sin_p{-0.16666654f, 0.008332106f, -0.00019507884f};
  // max error 2^-32.75
  static constexpr std::array<float, 3> cos_p{0.041666646f, -0.0013887298f, 2.4430088e-05f};
  static constexpr float tanh_limit = 8.51f;
  static constexpr float fused_tanh_limit = 8.5085f;
  // max error 2^-26.83
  static constexpr std::array<float, 2> tanh_p{0.029757466f, 0.0001138971f};
  static constexpr std::array<float, 3> tanh_q{0.11309076f, 0.0012048337f, 1.2213875e-06f};
  static constexpr float erf_limit = 3.93f;
  static constexpr float erf_lead = 1.1283792f;
  // max error 2^-27.81
  static constexpr std::array<float, 9> erf_exponent{-5.8635383e-08f, 0.6366195f, 0.10277688f, -0.019149981f, -0.00016547897f, 0.0016716092f, -0.0006351061f, 0.00011821681f, -9.314266e-06f};
};

template <>
struct MathsTables<double> {
  static constexpr double log2_e = 1.4426950408889634;
  // n * ln2_high is exact
  static constexpr double ln2_high = 0.6931471805598903;
  static constexpr double ln2_low = 5.497923018708371e-14;
  // max error 2^-63.36
  static constexpr std::array<double, 11> exp_q{0.5, 0.1666666666666669, 0.04166666666666685, 0.008333333333311741, 0.0013888888888755893, 0.00019841269908830075, 2.4801587617102358e-05, 2.7557223109509135e-06, 2.755700680611062e-07, 2.5115900177265327e-08, 2.099963694816044e-09};
  // max error 2^-59.48
  static constexpr std::array<double, 7> log_r{0.6666666666666735, 0.3999999999940912, 0.2857142874378433, 0.22222198414526745, 0.18183573323715327, 0.15313802054810294, 0.14798611146424032};
  static constexpr double two_over_pi = 0.6366197723675814;
  // n * part is exact but for the last
  static constexpr std::array<double, 3> half_pi{1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21};
  // max error 2^-57.73
  static constexpr std::array<double, 6> sin_p{-0.16666666666666627, 0.008333333333321069, -0.00019841269828698056, 2.7557313298461535e-06, -2.5050695445996486e-08, 1.589311091406054e-10};
  // max error 2^-63.67
  static constexpr std::array<double, 6> cos_p{0.04166666666666658, -0.001388888888887097, 2.4801587287527995e-05, -2.755731379158771e-07, 2.087564749465098e-09, -1.1355744316053638e-11};
  static constexpr double erf_limit = 6.0;
  static constexpr double erf_lead = 1.1283791670955126;
  // max error 2^-55.6
  static constexpr std::array<double, 12> erf_p{-0.3761263890318375, 0.1128379167095485, -0.026866170645068077, 0.005223977624714203, -0.0008548326974148763, 0.00012055330849612388, -1.492558865934073e-05, 1.64608909519301e-06, -1.6349125554077298e-07, 1.465167663949809e-08, -1.1341293617056151e-09, 5.9036315087761e-11};
  // max error 2^-59.38
  static constexpr std::array<double, 6> erf_n{0.9999998890708969, 1.3901056124383, 0.9489344434869441, 0.3732492150172376, 0.08423739078919969, 0.008913565118951963};
  static constexpr std::array<double, 7> erf_d{1.0, 2.5184836092467466, 2.7907447679852817, 1.7560177703795858, 0.6695262703292486, 0.14930295866626603, 0.015799006161182932};
};

}  // namespace downhill::kernels
// clang-format on
