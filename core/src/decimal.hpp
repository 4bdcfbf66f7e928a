// Numbers to decimal text and back: the same on every platform, whatever the host's locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace downhill {

// The shortest digits that give the same number again, as 0.25, 1e-8, -1.5e+300; -0 is 0.
std::string to_text(double number);

// A decimal number that fills the whole text, at most 64 characters; no NaN, no blanks. What is too large is
// infinite.
std::optional<double> to_number(std::string_view text);

// The number that a correct JSON number stands for, correctly rounded.
double parse_decimal(std::string_view text) noexcept;

// The shortest decimals that parse_decimal() reads back as the same bits, -0 included. A float is read as a
// double and then rounded, on every platform.
std::string exact_text(double number);
std::string exact_text(float number);

}  // namespace downhill
