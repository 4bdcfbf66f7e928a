// downhill completion and man: what shells and man know of the commands, made from the commands themselves.
#include "commands.hpp"
#include "failure.hpp"

#include <downhill/settings.hpp>
#include <downhill/version.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace downhill::cli {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return !option->get_lnames().empty(); });
}

// "adam sgd ..." of a setting with choices.
std::string choices_of(const std::string& option) {
  const SettingSpec* spec = nullptr;
  for (const SettingSpec& each : settings_table()) {
    if (each.key == option) spec = &each;
  }
  std::string words;
  if (!spec || spec->type != SettingType::choice) return words;
  for (const SettingChoice& choice : spec->choices)
    words += (words.empty() ? "" : " ") + std::string(choice.value);
  return words;
}

std::string bash(const CLI::App& app) {
  std::string text =
      "# bash completion for downhill\n"
      "_downhill() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  case $before in\n";
  for (const SettingSpec& spec : settings_table()) {
    const std::string words = choices_of(std::string(spec.key));
    if (words.empty()) continue;
    text += "    --" + std::string(spec.key) + ") COMPREPLY=($(compgen -W '" + words +
            "' -- \"$word\")); return ;;\n";
  }
  text += "  esac\n  if ((COMP_CWORD == 1)); then\n    COMPREPLY=($(compgen -W '";
  for (const CLI::App* command : commands_of(app)) text += command->get_name() + " ";
  text +=
      "--help --version' -- \"$word\"))\n    return\n  fi\n  [[ $word == -* ]] || { COMPREPLY=($(compgen -f "
      "-- \"$word\")); return; }\n"
      "  case ${COMP_WORDS[1]} in\n";
  for (const CLI::App* command : commands_of(app)) {
    text += "    " + command->get_name() + ") COMPREPLY=($(compgen -W '";
    for (const CLI::Option* option : options_of(*command)) text += "--" + option->get_lnames().front() + " ";
    text += "' -- \"$word\")) ;;\n";
  }
  return text + "  esac\n}\ncomplete -o filenames -F _downhill downhill\n";
}

std::string single_quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4)
    text.replace(at, 1, "'\\''");
  return "'" + text + "'";
}

std::string fish(const CLI::App& app) {
  std::string text = "# fish completion for downhill\n";
  for (const CLI::App* command : commands_of(app)) {
    const std::string& name = command->get_name();
    text += "complete -c downhill -n __fish_use_subcommand -a " + name + " -d " +
            single_quoted(command->get_description()) + "\n";
    for (const CLI::Option* option : options_of(*command)) {
      const std::string& key = option->get_lnames().front();
      const std::string words = choices_of(key);
      text += "complete -c downhill -n '__fish_seen_subcommand_from " + name + "' -l " + key +
              (option->get_expected_max() > 0 ? " -r" : "") +
              (words.empty() ? "" : " -f -a '" + words + "'") + " -d " +
              single_quoted(option->get_description()) + "\n";
    }
  }
  return text;
}

// zsh reads bash's, once it is told to.
std::string zsh(const CLI::App& app) {
  return "#compdef downhill\nautoload -Uz bashcompinit && bashcompinit\n" + bash(app);
}

// Text in which roff finds nothing to do.
std::string roff(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if ((c == '.' || c == '\'') && (result.empty() || result.back() == '\n'))
      result += std::string("\\&") + c;
    else
      result += c;
  }
  return result;
}

std::string man_page(const CLI::App& app) {
  std::string text =
      std::string(".TH DOWNHILL 1 \"\" \"downhill ") + version +
      "\" \"User Commands\"\n.SH NAME\ndownhill \\- train small networks and look at what they learn\n"
      ".SH SYNOPSIS\n.B downhill\n.I command\n.RI [ option ...]\n.SH DESCRIPTION\n" +
      roff(app.get_description()) + "\n.SH COMMANDS\n";
  for (const CLI::App* command : commands_of(app)) {
    text += ".SS " + roff(command->get_name()) + "\n" + roff(command->get_description()) + ".\n";
    for (const CLI::Option* option : command->get_options([](const CLI::Option*) { return true; })) {
      const std::string name =
          option->get_lnames().empty() ? option->get_single_name() : "--" + option->get_lnames().front();
      const std::string value = option->get_expected_max() > 0 && !option->get_lnames().empty()
                                    ? " " + option->get_type_name()
                                    : "";
      text += ".TP\n.B " + roff(name + value) + "\n" + roff(option->get_description()) + "\n";
    }
    if (!command->get_footer().empty()) text += ".PP\n" + roff(command->get_footer()) + "\n";
  }
  return text + ".SH EXAMPLES AND EXIT CODES\n.nf\n" + roff(app.get_footer()) + "\n.fi\n";
}

struct Completion {
  explicit Completion(CLI::App& command) : app(*command.get_parent()) {
    command.add_option("shell", shell, "bash, zsh or fish")->required()->type_name("SHELL");
  }

  void run() const {
    const std::string text = shell == "bash"   ? bash(app)
                             : shell == "zsh"  ? zsh(app)
                             : shell == "fish" ? fish(app)
                                               : "";
    if (text.empty()) throw Failure{"'" + shell + "' is none of bash, zsh and fish."};
    std::fputs(text.c_str(), stdout);
  }

  const CLI::App& app;
  std::string shell;
};

struct ManPage {
  explicit ManPage(CLI::App& command) : app(*command.get_parent()) {}
  void run() const { std::fputs(man_page(app).c_str(), stdout); }
  const CLI::App& app;
};

}  // namespace

void add_shell(CLI::App& app) {
  add_command<Completion>(app, "completion", "completion for a shell")
      ->footer("bash: downhill completion bash > ~/.local/share/bash-completion/completions/downhill");
  add_command<ManPage>(app, "man", "the manual page")->footer("downhill man | man -l -");
}

}  // namespace downhill::cli
