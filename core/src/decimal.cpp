#include "decimal.hpp"

#include <array>
#include <cmath>

#ifdef __EMSCRIPTEN__
#include <emscripten/em_js.h>
#else
#include <charconv>
#include <cstdlib>
#include <limits>
#if !defined(__cpp_lib_to_chars)
#include <locale.h>
#endif
#endif

namespace downhill {
namespace {

// "d.ddde±x" with the fewest digits that are read back as the same number, the closest of these.
std::string scientific(double number);

// The nearest double; NaN if the text is no decimal number from end to end.
double nearest(std::string_view text) noexcept;

#ifdef __EMSCRIPTEN__

// The host reads and prints decimals exactly; tables of our own would be downloaded by everybody.
// clang-format off
EM_JS_DEPS(downhill_decimal, "$UTF8ToString,$stringToUTF8");
EM_JS(double, downhill_nearest, (const char* text, std::size_t length), {
  return Number(UTF8ToString(text, length) || "x");
});
EM_JS(void, downhill_scientific, (double number, char* text, std::size_t room), {
  stringToUTF8(number.toExponential(), text, room);
});
// clang-format on

std::string scientific(double number) {
  std::array<char, 32> text = {};
  downhill_scientific(number, text.data(), text.size());
  return text.data();
}

double nearest(std::string_view text) noexcept {
  return downhill_nearest(text.data(), text.size());
}

#else

std::string scientific(double number) {
  std::array<char, 32> text = {};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific);
  return {text.data(), end.ptr};
}

#if defined(__cpp_lib_to_chars)

double nearest(std::string_view text) noexcept {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double number = 0.0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (stop != text.data() + text.size() || error == std::errc::invalid_argument) return std::nan("");
  if (error != std::errc::result_out_of_range) return number;
  // Without a hint which way: a small number has a negative exponent, or none and nothing before its point.
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t exponent = text.find_first_of("eE");
  const bool tiny =
      exponent == text.npos ? text.starts_with('0') || text.starts_with('.') : text[exponent + 1] == '-';
  const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
  return negative ? -size : size;
}

#else

// A standard library that does not read floating-point numbers yet.
double nearest(std::string_view text) noexcept {
  static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
  const std::string terminated(text);
  char* end = nullptr;
  const double number = strtod_l(terminated.c_str(), &end, plain);
  return !text.empty() && end == terminated.c_str() + text.size() ? number : std::nan("");
}

#endif
#endif

// A number's sign, its significant digits and the power of ten of the first one.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

Decimal shortest(double number) {
  Decimal decimal;
  const std::string text = scientific(number);
  const std::size_t e = text.find('e');
  for (const char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') decimal.digits += c;
  }
  decimal.negative = std::signbit(number);
  for (const char c : text.substr(e + 2)) decimal.exponent = 10 * decimal.exponent + (c - '0');
  if (text[e + 1] == '-') decimal.exponent = -decimal.exponent;
  return decimal;
}

// Half up.
Decimal rounded(Decimal decimal, std::size_t digits) {
  if (decimal.digits.size() <= digits) return decimal;
  bool carry = decimal.digits[digits] >= '5';
  decimal.digits.resize(digits);
  for (std::size_t j = digits; carry && j-- > 0;) {
    carry = decimal.digits[j] == '9';
    decimal.digits[j] = carry ? '0' : static_cast<char>(decimal.digits[j] + 1);
  }
  if (carry) {
    decimal.digits.insert(0, "1");
    ++decimal.exponent;
  }
  while (decimal.digits.size() > 1 && decimal.digits.back() == '0') decimal.digits.pop_back();
  return decimal;
}

// Plain between 1e-4 and 1e17, with an exponent beyond.
std::string text_of(const Decimal& decimal) {
  std::string digits = decimal.digits;
  const int exponent = decimal.exponent;
  const auto count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent > 16) {
    if (count > 1) digits.insert(1, ".");
    digits += (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
  } else if (exponent < 0) {
    digits.insert(0, "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0'));
  } else if (exponent + 1 >= count) {
    digits.append(static_cast<std::size_t>(exponent + 1 - count), '0');
  } else {
    digits.insert(static_cast<std::size_t>(exponent) + 1, ".");
  }
  return (decimal.negative ? "-" : "") + digits;
}

}  // namespace

std::string to_text(double number) {
  if (!std::isfinite(number)) return std::isnan(number) ? "nan" : number < 0.0 ? "-inf" : "inf";
  return text_of(shortest(number == 0.0 ? 0.0 : number));
}

std::optional<double> to_number(std::string_view text) {
  constexpr std::size_t longest = 64;
  if (text.empty() || text.size() > longest) return {};
  if (text.find_first_not_of("0123456789+-.eE") != text.npos) return {};
  const double number = nearest(text);
  if (std::isnan(number)) return {};
  return number;
}

double parse_decimal(std::string_view text) noexcept {
  return nearest(text);
}

std::string exact_text(double number) {
  return text_of(shortest(number));
}

std::string exact_text(float number) {
  const Decimal decimal = shortest(static_cast<double>(number));
  constexpr std::size_t surely_given_back = 6, always_enough = 9;
  for (std::size_t digits = surely_given_back; digits < always_enough; ++digits) {
    std::string text = text_of(rounded(decimal, digits));
    if (static_cast<float>(nearest(text)) == number) return text;
  }
  return text_of(rounded(decimal, always_enough));
}

}  // namespace downhill
