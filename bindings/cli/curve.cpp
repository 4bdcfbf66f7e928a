#include "curve.hpp"

#include "chart.hpp"
#include "failure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>

namespace downhill::cli {
namespace {

constexpr std::array<const char*, 2> colours = {"#2166ac", "#e08214"};

bool has_test(std::span<const Report> reports) {
  return std::ranges::any_of(reports, [](const Report& report) { return report.test.loss != 0.0; });
}

double loss_of(const Report& report, std::size_t series) {
  return series == 0 ? report.train.loss : report.test.loss;
}

// From 0 to the largest finite loss.
double highest(std::span<const Report> reports, std::size_t series_count) {
  double high = 0.0;
  for (const Report& report : reports) {
    for (std::size_t series = 0; series < series_count; ++series) {
      if (std::isfinite(loss_of(report, series))) high = std::max(high, loss_of(report, series));
    }
  }
  return high > 0.0 ? high : 1.0;
}

double last_epoch(std::span<const Report> reports) {
  return std::max(1.0, static_cast<double>(reports.empty() ? 0 : reports.back().epoch));
}

std::string polyline(std::span<const Report> reports, const Frame& frame, std::size_t series) {
  std::string points;
  for (const Report& report : reports) {
    if (!std::isfinite(loss_of(report, series))) continue;
    points += (points.empty() ? "" : " ") + short_number(frame.x(static_cast<double>(report.epoch))) + "," +
              short_number(frame.y(loss_of(report, series)));
  }
  return "<polyline points=\"" + points + "\" fill=\"none\" stroke-width=\"2\" stroke=\"" + colours[series] +
         "\"" + (series == 1 ? " stroke-dasharray=\"6 3\"" : "") + "/>\n";
}

std::optional<double> number_after(std::string_view line, std::string_view key) {
  const std::size_t at = line.find("\"" + std::string(key) + "\": ");
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = line.substr(at + key.size() + 4);
  double number = 0.0;
  const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

// The report's numbers in the order of the CSV; those of a curve are named.
using Row = std::array<double, 6>;
constexpr std::array<std::string_view, 4> keys = {"epoch", "step", "trainLoss", "testLoss"};

std::optional<Row> read_row(std::string_view line) {
  Row row = {};
  if (line.front() == '{') {
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const auto number = number_after(line, keys[k]);
      if (!number) return std::nullopt;
      row[k] = *number;
    }
    return row;
  }
  const char* at = line.data();
  const char* const end = at + line.size();
  for (double& number : row) {
    if (&number != row.data() && (at == end || *at++ != ',')) return std::nullopt;
    const auto [stop, error] = std::from_chars(at, end, number);
    if (error != std::errc{}) return std::nullopt;
    at = stop;
  }
  return at == end ? std::optional(row) : std::nullopt;
}

bool whole(double number) {
  return number >= 0.0 && number < 1e15 && number == std::floor(number);
}

}  // namespace

std::string curve_csv(std::span<const Report> reports) {
  const std::string score = reports.empty() ? "Accuracy" : reports.front().score_name();
  std::string text = "epoch,step,trainLoss,testLoss,train" + score + ",test" + score + "\n";
  std::array<char, 256> line;
  for (const Report& report : reports) {
    std::snprintf(line.data(), line.size(), "%llu,%llu,%.9g,%.9g,%.9g,%.9g\n",
                  static_cast<unsigned long long>(report.epoch), static_cast<unsigned long long>(report.step),
                  report.train.loss, report.test.loss, report.score(report.train), report.score(report.test));
    text += line.data();
  }
  return text;
}

std::string curve_svg(std::span<const Report> reports) {
  const std::size_t series_count = has_test(reports) ? 2 : 1;
  const Frame frame{.left = 66.0,
                    .top = 20.0,
                    .width = 560.0,
                    .height = 300.0,
                    .x_low = 0.0,
                    .x_high = last_epoch(reports),
                    .y_low = 0.0,
                    .y_high = 1.05 * highest(reports, series_count)};
  const Report& last = reports.back();
  std::string text = svg_begin(
      650.0, 370.0,
      "Loss over " + std::to_string(last.epoch) + " epochs; at the end " + short_number(last.train.loss) +
          " in training" + (series_count == 2 ? ", " + short_number(last.test.loss) + " in the test" : ""));
  text += svg_axes(frame, "epoch", "loss");
  for (std::size_t series = 0; series < series_count; ++series) {
    text += polyline(reports, frame, series);
    text += "<text x=\"610\" y=\"" + std::to_string(38 + 16 * series) + "\" text-anchor=\"end\" fill=\"" +
            colours[series] + "\">" + (series == 0 ? "training" : "test") + "</text>\n";
  }
  return text + svg_end();
}

std::string curve_text(std::span<const Report> reports, std::size_t columns, std::size_t rows) {
  const std::size_t series_count = has_test(reports) ? 2 : 1;
  const double high = highest(reports, series_count), last = last_epoch(reports);
  std::vector<std::string> lines(rows, std::string(columns, ' '));
  for (std::size_t series = series_count; series-- > 0;) {
    for (const Report& report : reports) {
      const double loss = loss_of(report, series);
      if (!std::isfinite(loss)) continue;
      const double column = static_cast<double>(report.epoch) / last * static_cast<double>(columns - 1);
      const double row = (1.0 - loss / high) * static_cast<double>(rows - 1);
      lines[static_cast<std::size_t>(row + 0.5)][static_cast<std::size_t>(column + 0.5)] =
          series == 0 ? '*' : 'o';
    }
  }
  std::string text;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string label = row == 0 ? short_number(high) : row + 1 == rows ? "0" : "";
    label.insert(0, label.size() < 9 ? 9 - label.size() : 0, ' ');
    text += label + " |" + lines[row] + "\n";
  }
  const std::string end = short_number(last);
  std::string axis = "0";
  axis.resize(columns > end.size() ? columns - end.size() : 1, ' ');
  return text + "          +" + std::string(columns, '-') + "\n           " + axis + end +
         " epochs\n           * training loss" + (series_count == 2 ? "   o test loss\n" : "\n");
}

std::vector<Report> read_curve(std::string_view text) {
  std::vector<Report> reports;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || (reports.empty() && line.starts_with("epoch,"))) continue;
    const auto row = read_row(line);
    if (!row || !whole((*row)[0]) || !whole((*row)[1]))
      throw Failure{"line " + std::to_string(number) + ": this is no report of train --json or --curve."};
    Report report;
    report.epoch = static_cast<std::uint64_t>((*row)[0]);
    report.step = static_cast<std::uint64_t>((*row)[1]);
    report.train.loss = (*row)[2];
    report.test.loss = (*row)[3];
    reports.push_back(report);
  }
  if (reports.empty()) throw Failure{"there is no report in it; train --json and --curve write some."};
  return reports;
}

}  // namespace downhill::cli
