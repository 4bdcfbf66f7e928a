#include "predict.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace downhill::cli {
namespace {

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool read_number(std::string_view text, double& number) {
  const std::string_view field = without_blanks(text);
  const auto [stop, error] = std::from_chars(field.data(), field.data() + field.size(), number);
  return error == std::errc{} && stop == field.data() + field.size() && std::isfinite(number);
}

using Points = std::vector<std::pair<double, double>>;

Status read_points(std::string_view text, Points& points) {
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    const std::string_view row = without_blanks(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (row.empty() || row.front() == '#') continue;
    const std::size_t comma = row.find(',');
    std::pair<double, double> point;
    if (comma == std::string_view::npos || !read_number(row.substr(0, comma), point.first) ||
        !read_number(row.substr(comma + 1), point.second)) {
      return refused("line " + std::to_string(line) + ": '" + std::string(row.substr(0, 40)) +
                     "' is no point; write x1,x2.");
    }
    points.push_back(point);
  }
  return {};
}

}  // namespace

Status predict(Playground& playground, std::string_view text, bool json) {
  Points points;
  if (Status status = read_points(text, points); !status.ok()) return status;
  const std::size_t outputs = playground.trainer().network().outputs();
  for (const auto& [x1, x2] : points) {
    const auto answer = playground.probe(x1, x2).last(outputs);
    std::printf(json ? "{\"x\": [%.9g, %.9g], \"outputs\": [" : "%.9g,%.9g", x1, x2);
    for (std::size_t k = 0; k < outputs; ++k)
      std::printf(json && k == 0 ? "%.9g" : json ? ", %.9g" : ",%.9g", static_cast<double>(answer[k]));
    std::puts(json ? "]}" : "");
  }
  return {};
}

}  // namespace downhill::cli
