// Whole files, and what was written stands there whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace downhill::cli {

// "-" reads standard input. Throws Failure, which names the file and the reason.
std::string read_file(const std::string& path);

// Beside its place first and then moved there, so that a full disk or Ctrl-C leaves the old file. Throws
// Failure.
void write_file(const std::string& path, std::string_view bytes);

}  // namespace downhill::cli
