// Whole files, and what was written stands there whole or not at all.
#pragma once

#include <downhill/status.hpp>

#include <string>
#include <string_view>

namespace downhill::cli {

// "-" reads standard input. The message names the file and the reason.
Status read_file(const std::string& path, std::string& text);

// Beside its place first and then moved there, so that a full disk or Ctrl-C leaves the old file.
Status write_file(const std::string& path, std::string_view bytes);

}  // namespace downhill::cli
