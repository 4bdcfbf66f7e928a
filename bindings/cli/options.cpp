#include "options.hpp"

#include "failure.hpp"

namespace downhill::cli {

SettingOptions::SettingOptions(CLI::App& command) {
  command.add_option("--link", link_, "the settings of a playground link, or of its part after #")
      ->type_name("URL");
  values_.reserve(settings_table().size());
  for (const SettingSpec& spec : settings_table()) {
    std::string help = std::string(spec.help) + " (" + spec.read(Settings{}) + ")";
    for (const SettingChoice& choice : spec.choices)
      help += (&choice == spec.choices.data() ? " One of " : ", ") + std::string(choice.value);
    Given& given = values_.emplace_back();
    given.key = spec.key;
    given.option = command.add_option("--" + given.key, given.value, help)
                       ->type_name("VALUE")
                       ->group("Settings: " + std::string(spec.group));
  }
}

bool SettingOptions::given() const {
  for (const Given& given : values_) {
    if (given.option->count() > 0) return true;
  }
  return !link_.empty();
}

Settings SettingOptions::settings() const {
  Settings settings;
  if (!link_.empty()) {
    const std::size_t hash = link_.find('#');
    need(apply_query(settings, hash == std::string::npos ? link_ : link_.substr(hash + 1)), "--link: ");
  }
  for (const Given& given : values_) {
    if (given.option->count() == 0) continue;
    // What a link would have clamped, a command has mistyped.
    const Status status = set(settings, given.key, given.value);
    if (!status.message.empty()) throw Failure{status.message.substr(0, status.message.find(';')) + "."};
  }
  return settings;
}

DataOptions::DataOptions(CLI::App& command, bool required) {
  command
      .add_option("data", data,
                  "a dataset by name (--dataset lists them), or a CSV file; '-' reads standard input")
      ->required(required)
      ->type_name("DATA");
  command.add_option("--test", test, "rows to test with, instead of a part of the data")->type_name("FILE");
  command.add_option("--target", target, "the column to learn, by name or number (the last)")
      ->type_name("COLUMN");
  command.add_option("--without", without, "columns to leave out")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("COLUMN");
  auto* number = command.add_flag("--regression", regression, "the target is a number");
  command.add_flag("--classification", classes, "the target is a class, though it looks like a number")
      ->excludes(number);
  command.add_flag("--table", table, "take points of the plane as a table: standardised, without pictures");
}

}  // namespace downhill::cli
