#include "bounds.hpp"

#include "decimal.hpp"

namespace downhill {

std::string not_between(std::string_view what, double least, double most) {
  std::string text(what);
  text += " is not between ";
  text += to_text(least);
  text += " and ";
  return text += to_text(most);
}

Status check_bounds(std::string_view name, double value, double least, double most) {
  if (value >= least && value <= most) return {};
  std::string what(name);
  what += ": ";
  return refused(not_between(what += to_text(value), least, most) + ".");
}

}  // namespace downhill
