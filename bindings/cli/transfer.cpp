// downhill export, import and link: networks and runs on their way to other programs and back.
#include "commands.hpp"
#include "failure.hpp"
#include "files.hpp"
#include "formats.hpp"
#include "import_options.hpp"
#include "options.hpp"
#include "run.hpp"

#include <cstdio>
#include <string>

namespace downhill::cli {
namespace {

struct Export {
  explicit Export(CLI::App& command) : importing(command) {
    command.add_option("model", input, "a run (.json), .onnx, .safetensors or .network.json")
        ->required()
        ->type_name("MODEL");
    command.add_option("file", output, "the file; its suffix says how: " + known_suffixes())
        ->required()
        ->type_name("FILE");
  }

  void run() const {
    const ModelFormat format = format_of(output);
    write_file(output, export_model(open_subject(input, importing.options()).network, format));
  }

  ImportFlags importing;
  std::string input, output;
};

struct Import {
  explicit Import(CLI::App& command) : importing(command), settings(command) {
    command.add_option("model", input, "a dense network as .onnx, .safetensors or .network.json")
        ->required()
        ->type_name("MODEL");
    command.add_option("file", output, "the run to write, .json")->required()->type_name("FILE");
  }

  void run() const {
    const Subject subject = open_subject(input, importing.options());
    if (subject.run || subject.table) throw Failure{"'" + input + "' is a run already."};
    const PortableNetwork& network = subject.network;
    if (network.inputs() != 2) {
      TableModel model;
      need(import_table(network, model), input + ": ");
      write_file(output, write_table_model(model));
      return;
    }
    Playground playground;
    need(import_run(network, settings.given() ? to_query(settings.settings()) : "", playground),
         input + ": ");
    write_file(output, write_run(playground, std::nullopt));
  }

  ImportFlags importing;
  SettingOptions settings;
  std::string input, output;
};

struct Link {
  explicit Link(CLI::App& command) : settings(command) {
    command.add_option("run", input, "a saved run; without one, the settings given")->type_name("RUN");
    command.add_option("--page", page, "the address of the playground, to stand before the link")
        ->type_name("URL");
  }

  void run() const {
    if (!input.empty() && settings.given()) throw Failure{"give a run or settings, not both."};
    Settings all;
    if (input.empty()) {
      all = settings.settings();
    } else {
      const Subject subject = open_subject(input);
      if (!subject.run) throw Failure{"'" + input + "' is no run on points; a link can only bring such."};
      all = subject.run->settings();
      if (all.dataset == DatasetKind::custom) warn("a link brings the settings, not the points of your own.");
    }
    std::printf("%s#%s\n", page.c_str(), to_query(all).c_str());
  }

  SettingOptions settings;
  std::string input, page;
};

}  // namespace

void add_export(CLI::App& app) {
  add_command<Export>(app, "export", "write a network for other programs");
}

void add_import(CLI::App& app) {
  add_command<Import>(app, "import", "make a run of another program's network")
      ->footer("Networks with two inputs become runs on points, others runs on tables.");
}

void add_link(CLI::App& app) {
  add_command<Link>(app, "link", "the playground's link of a run or of settings")
      ->footer("downhill train --link 'LINK' trains to the bits of the page.");
}

}  // namespace downhill::cli
