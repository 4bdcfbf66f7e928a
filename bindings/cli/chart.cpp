#include "chart.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace downhill::cli {
namespace {

std::string at(double place) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.2f", place);
  return text.data();
}

std::string label(double x, double y, const char* anchor, const std::string& text,
                  const std::string& more = "") {
  return "<text x=\"" + at(x) + "\" y=\"" + at(y) + "\" text-anchor=\"" + anchor + "\"" + more + ">" +
         escaped(text) + "</text>\n";
}

std::string line(double x1, double y1, double x2, double y2) {
  return "<line x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" + at(y2) +
         "\" stroke=\"#555\"/>\n";
}

}  // namespace

std::vector<double> ticks(double low, double high, std::size_t count) {
  const double rough = (high - low) / static_cast<double>(count);
  if (!(rough > 0.0) || !std::isfinite(rough)) return {low};
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power < rough) continue;
    step = factor * power;
    break;
  }
  std::vector<double> result;
  const double first = std::ceil(low / step);
  for (double k = first; k * step <= high * (1.0 + 1e-12) + step * 1e-9 && result.size() < 64; k += 1.0)
    result.push_back(k * step + 0.0);
  return result;
}

std::string short_number(double number) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.4g", std::abs(number) < 1e-12 ? 0.0 : number);
  return text.data();
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else
      result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result;
}

std::string svg_begin(double width, double height, const std::string& title) {
  const std::string size = at(width) + " " + at(height);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + "\" width=\"" + at(width) +
         "\" height=\"" + at(height) +
         "\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#222\">\n<title>" +
         escaped(title) + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
}

std::string svg_end() {
  return "</svg>\n";
}

std::string svg_axes(const Frame& frame, const std::string& x_name, const std::string& y_name) {
  const double bottom = frame.top + frame.height;
  std::string text = "<rect x=\"" + at(frame.left) + "\" y=\"" + at(frame.top) + "\" width=\"" +
                     at(frame.width) + "\" height=\"" + at(frame.height) +
                     "\" fill=\"none\" stroke=\"#555\"/>\n";
  for (const double tick : ticks(frame.x_low, frame.x_high, 6)) {
    text += line(frame.x(tick), bottom, frame.x(tick), bottom + 5.0);
    text += label(frame.x(tick), bottom + 18.0, "middle", short_number(tick));
  }
  for (const double tick : ticks(frame.y_low, frame.y_high, 6)) {
    text += line(frame.left - 5.0, frame.y(tick), frame.left, frame.y(tick));
    text += label(frame.left - 8.0, frame.y(tick) + 4.0, "end", short_number(tick));
  }
  text += label(frame.left + frame.width / 2.0, bottom + 36.0, "middle", x_name);
  const double middle = frame.top + frame.height / 2.0;
  return text + label(frame.left - 46.0, middle, "middle", y_name,
                      " transform=\"rotate(-90 " + at(frame.left - 46.0) + " " + at(middle) + ")\"");
}

Frame square_frame(double reach) {
  return {.left = 66.0,
          .top = 20.0,
          .width = 480.0,
          .height = 480.0,
          .x_low = -reach,
          .x_high = reach,
          .y_low = -reach,
          .y_high = reach};
}

std::string svg_square(const Frame& frame, const std::string& title, const Image& image,
                       const std::string& over, const std::string& x_name, const std::string& y_name) {
  return svg_begin(570.0, 550.0, title) + "<image x=\"" + at(frame.left) + "\" y=\"" + at(frame.top) +
         "\" width=\"" + at(frame.width) + "\" height=\"" + at(frame.height) +
         "\" preserveAspectRatio=\"none\" href=\"data:image/png;base64," + base64(png(image)) + "\"/>\n" +
         over + svg_axes(frame, x_name, y_name) + svg_end();
}

}  // namespace downhill::cli
