// Elementary functions of single numbers, the same bits everywhere. Out of line: the programs that call them
// once a point should not carry their code a dozen times.
#pragma once

namespace downhill {

double sine(double x) noexcept;
double cosine(double x) noexcept;
double exponential(double x) noexcept;
double logarithm(double x) noexcept;

}  // namespace downhill
