// What the types of values share.
#pragma once

#include <downhill/settings.hpp>

#include <string>
#include <string_view>

namespace downhill {

// The text is not what was wanted, and nothing is changed.
Status ignored(const SettingSpec& spec, const Settings& settings, std::string_view text,
               const std::string& wanted);

// "8,8" or "8:relu,4:layerNorm:dropout0.2:residual"; empty for none.
std::string read_layers(const Settings& settings);
// A residual connection needs as many units as there are below; where there are not, it is left out.
Status drop_impossible_residuals(Settings& settings);

Status write_layers(Settings& settings, const SettingSpec& spec, std::string_view text);

}  // namespace downhill
