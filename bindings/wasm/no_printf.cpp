// Embind names a type that is not bound by its address, and prints that with siprintf("%p"): every binary
// would carry 5 kB of printf for a sentence that no bound type ever asks for.
#include <cstdarg>
#include <cstdint>

extern "C" int siprintf(char* text, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const auto address = reinterpret_cast<std::uintptr_t>(va_arg(arguments, void*));
  va_end(arguments);
  int length = 0;
  for (int shift = 28; shift >= 0; shift -= 4) text[length++] = "0123456789abcdef"[(address >> shift) & 15U];
  text[length] = '\0';
  return length;
}
