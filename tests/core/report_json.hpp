// Reads numbers, texts and lists out of a report: "layers.0.z" is a list, "layers.0.z.1" its second number.
#pragma once

#include "decimal.hpp"
#include "json_reader.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {

class ReportJson {
 public:
  explicit ReportJson(std::string_view text) {
    EXPECT_TRUE(document_.parse(text).ok()) << text.substr(0, 200);
  }

  double number(std::string_view path) const { return number_of(find(path)); }
  bool yes(std::string_view path) const { return document_.text(find(path)) == "true"; }
  std::string text(std::string_view path) const { return document_.string(find(path)); }
  std::size_t size(std::string_view path) const { return document_.size(find(path)); }
  std::vector<double> numbers(std::string_view path) const {
    std::vector<double> result;
    const json::Document::Index list = find(path);
    for (auto at = document_.first(list); at != document_.end(list); at = document_.next(at)) {
      result.push_back(number_of(at));
    }
    return result;
  }

 private:
  double number_of(json::Document::Index at) const {
    if (document_.kind(at) == json::Kind::null) return std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(document_.kind(at), json::Kind::number);
    return parse_decimal(document_.text(at));
  }

  json::Document::Index find(std::string_view path) const {
    json::Document::Index at = document_.root();
    while (!path.empty()) {
      const std::size_t dot = path.find('.');
      at = child(at, path.substr(0, dot));
      path = dot == std::string_view::npos ? "" : path.substr(dot + 1);
    }
    return at;
  }

  json::Document::Index child(json::Document::Index parent, std::string_view name) const {
    const bool object = document_.kind(parent) == json::Kind::object;
    std::size_t left = object ? 0 : std::strtoul(std::string(name).c_str(), nullptr, 10);
    for (auto at = document_.first(parent); at != document_.end(parent); at = document_.next(at)) {
      if (object) {
        const bool found = document_.text(at) == name;
        at = document_.next(at);
        if (found) return at;
      } else if (left-- == 0) {
        return at;
      }
    }
    ADD_FAILURE() << "no " << name;
    std::abort();
  }

  json::Document document_;
};

}  // namespace downhill::testing
