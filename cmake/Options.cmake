# What every target of ours is compiled with. downhill_options is private to us: consumers inherit nothing of it.
add_library(downhill_options INTERFACE)
target_compile_features(downhill_options INTERFACE cxx_std_20)
target_compile_options(downhill_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  # The compiler must not fuse a*b+c behind our back: the reproducible mode promises two roundings.
  -ffp-contract=off)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(downhill_options INTERFACE -Wno-restrict) # GCC bug 105651: std::string's operator+
endif()

# Core and bindings use neither exceptions nor RTTI.
add_library(downhill_lean INTERFACE)
target_compile_options(downhill_lean INTERFACE -fno-exceptions -fno-rtti)

if(DOWNHILL_FUZZ)
  target_compile_options(downhill_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(DOWNHILL_SANITIZE)
  target_compile_options(downhill_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                    -fno-omit-frame-pointer)
  target_link_options(downhill_options INTERFACE -fsanitize=address,undefined)
endif()
