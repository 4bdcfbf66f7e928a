// npz: a ZIP archive of arrays in NumPy's format 1.0, stored as they are.
#include "bytes.hpp"
#include "portable.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {
namespace {

// ISO 3309, as ZIP asks for.
std::uint32_t checksum(std::string_view bytes) noexcept {
  std::uint32_t crc = ~0U;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ (0xEDB88320U & (0U - (crc & 1U)));
  }
  return ~crc;
}

std::string array_file(const std::string& shape, std::span<const float> numbers) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  // Ten bytes stand before it, and the numbers begin at a multiple of 64.
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  std::string file = "\x93NUMPY";
  file += '\x01';
  file += '\0';
  put_little(file, static_cast<std::uint16_t>(header.size()));
  file += header;
  put_floats(file, numbers);
  return file;
}

class Archive {
 public:
  void add(const std::string& name, const std::string& content) {
    const std::size_t place = bytes_.size();
    const std::string both = common(name, content);
    bytes_ += "PK\x03\x04" + both + name + content;
    directory_ += "PK\x01\x02";
    put_little(directory_, version);
    directory_ += both;
    for (int j = 0; j < 5; ++j) put_little(directory_, std::uint16_t{0});  // no comment, disk or attributes
    put_little(directory_, static_cast<std::uint32_t>(place));
    directory_ += name;
    ++count_;
  }

  std::string finish() const {
    std::string end = "PK\x05\x06";
    put_little(end, std::uint32_t{0});
    put_little(end, count_);
    put_little(end, count_);
    put_little(end, static_cast<std::uint32_t>(directory_.size()));
    put_little(end, static_cast<std::uint32_t>(bytes_.size()));
    put_little(end, std::uint16_t{0});
    return bytes_ + directory_ + end;
  }

 private:
  static constexpr std::uint16_t version = 20;

  // What a file's own header and the directory both say of it. Every archive is of 1 January 1980.
  static std::string common(const std::string& name, const std::string& content) {
    std::string text;
    put_little(text, version);
    put_little(text, std::uint16_t{0});  // flags
    put_little(text, std::uint16_t{0});  // stored
    put_little(text, std::uint16_t{0});  // time
    put_little(text, std::uint16_t{0x21});
    put_little(text, checksum(content));
    put_little(text, static_cast<std::uint32_t>(content.size()));
    put_little(text, static_cast<std::uint32_t>(content.size()));
    put_little(text, static_cast<std::uint16_t>(name.size()));
    put_little(text, std::uint16_t{0});  // extra field
    return text;
  }

  std::string bytes_, directory_;
  std::uint16_t count_ = 0;
};

}  // namespace

std::string to_npz(const PortableNetwork& network) {
  Archive archive;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const PortableLayer& layer = network.layers[l];
    const std::string name = "layers." + std::to_string(l);
    const std::string units = std::to_string(layer.units);
    archive.add(name + ".weight.npy", array_file(units + ", " + std::to_string(layer.inputs), layer.weights));
    archive.add(name + ".bias.npy", array_file(units + ",", layer.biases));
    if (layer.layer_norm) {
      archive.add(name + ".norm.weight.npy", array_file(units + ",", layer.gain));
      archive.add(name + ".norm.bias.npy", array_file(units + ",", layer.shift));
    }
  }
  return archive.finish();
}

}  // namespace downhill
