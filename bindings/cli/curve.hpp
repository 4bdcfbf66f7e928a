// The course of a training, as a table, a picture, and on the terminal.
#pragma once

#include "progress.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace downhill::cli {

// epoch,step,trainLoss,testLoss,trainAccuracy,testAccuracy; trainRSquared and testRSquared where a number is
// learnt
std::string curve_csv(std::span<const Report> reports);
std::string curve_svg(std::span<const Report> reports);
// `columns` by `rows` characters, and the axes.
std::string curve_text(std::span<const Report> reports, std::size_t columns, std::size_t rows);

// What train --json printed, or curve_csv() wrote. Throws Failure that names the line.
std::vector<Report> read_curve(std::string_view text);

}  // namespace downhill::cli
