# The system's packages first, pinned sources second (CMake downloads them).
include(FetchContent)
if(NOT EMSCRIPTEN)
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_package(Threads REQUIRED)
endif()

# xsimd is found by its headers: distributions' CMake files also ask for xtl, which only its complex numbers need.
set(downhill_xsimd_needed 13.2.0)
find_path(DOWNHILL_XSIMD_INCLUDE xsimd/xsimd.hpp NO_CMAKE_FIND_ROOT_PATH)
if(DOWNHILL_XSIMD_INCLUDE)
  file(READ ${DOWNHILL_XSIMD_INCLUDE}/xsimd/config/xsimd_config.hpp header)
  string(REGEX MATCH "XSIMD_VERSION_MAJOR ([0-9]+)" matched "${header}")
  set(version ${CMAKE_MATCH_1})
  string(REGEX MATCH "XSIMD_VERSION_MINOR ([0-9]+)" matched "${header}")
  string(APPEND version .${CMAKE_MATCH_1}.0)
  if(version VERSION_LESS downhill_xsimd_needed)
    message(STATUS "xsimd ${version} in ${DOWNHILL_XSIMD_INCLUDE} is too old, ${downhill_xsimd_needed} is needed")
    set(DOWNHILL_XSIMD_INCLUDE NOTFOUND)
  endif()
endif()
add_library(downhill_xsimd INTERFACE)
if(DOWNHILL_XSIMD_INCLUDE)
  target_include_directories(downhill_xsimd SYSTEM INTERFACE ${DOWNHILL_XSIMD_INCLUDE})
else()
  FetchContent_Declare(xsimd
    URL https://github.com/xtensor-stack/xsimd/archive/refs/tags/13.2.0.tar.gz
    DOWNLOAD_EXTRACT_TIMESTAMP ON)
  FetchContent_MakeAvailable(xsimd)
  target_include_directories(downhill_xsimd SYSTEM INTERFACE ${xsimd_SOURCE_DIR}/include)
endif()

# Called by tests/: GTest::gtest. Emscripten cannot link the system's library, so there its sources are built.
macro(downhill_require_gtest)
  if(EMSCRIPTEN AND EXISTS /usr/src/googletest/CMakeLists.txt)
    FetchContent_Declare(googletest SOURCE_DIR /usr/src/googletest)
  else()
    if(NOT CMAKE_CROSSCOMPILING)
      find_package(GTest QUIET)
    elseif(EXISTS /usr/src/googletest/CMakeLists.txt)
      FetchContent_Declare(googletest SOURCE_DIR /usr/src/googletest)
    endif()
    FetchContent_Declare(googletest
      URL https://github.com/google/googletest/archive/refs/tags/v1.15.2.tar.gz
      DOWNLOAD_EXTRACT_TIMESTAMP ON)
  endif()
  if(NOT TARGET GTest::gtest)
    set(BUILD_GMOCK OFF)
    set(INSTALL_GTEST OFF)
    set(gtest_disable_pthreads ON)
    FetchContent_MakeAvailable(googletest)
    target_compile_options(gtest PRIVATE -O0) # what takes time is its compilation
  endif()
endmacro()

# Called by bench/: benchmark::benchmark.
macro(downhill_require_benchmark)
  find_package(benchmark QUIET)
  if(NOT benchmark_FOUND)
    set(BENCHMARK_ENABLE_TESTING OFF)
    FetchContent_Declare(benchmark
      URL https://github.com/google/benchmark/archive/refs/tags/v1.9.1.tar.gz
      DOWNLOAD_EXTRACT_TIMESTAMP ON)
    FetchContent_MakeAvailable(benchmark)
  endif()
endmacro()

# A library of headers as the target `downhill_<name>`: the system's, else the pinned sources'.
function(downhill_require_headers name header url)
  string(TOUPPER DOWNHILL_${name}_INCLUDE found)
  find_path(${found} ${header})
  set(folder ${${found}})
  if(NOT folder)
    FetchContent_Declare(${name} URL ${url} DOWNLOAD_EXTRACT_TIMESTAMP ON SOURCE_SUBDIR no-build-of-its-own)
    FetchContent_MakeAvailable(${name})
    set(folder ${${name}_SOURCE_DIR}/include)
  endif()
  # By a folder of our own: a cross compiler must not be shown all that lies in /usr/include.
  get_filename_component(headers ${header} DIRECTORY)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include/${name})
  file(CREATE_LINK ${folder}/${headers} ${PROJECT_BINARY_DIR}/include/${name}/${headers} SYMBOLIC)
  add_library(downhill_${name} INTERFACE)
  target_include_directories(downhill_${name} SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/include/${name})
endfunction()

# Called by core/: what reads ONNX.
macro(downhill_require_protozero)
  downhill_require_headers(protozero protozero/pbf_reader.hpp
                           https://github.com/mapbox/protozero/archive/refs/tags/v1.7.1.tar.gz)
endmacro()

# Called by bindings/cli: downhill_cli11 and PNG::PNG.
macro(downhill_require_cli_libraries)
  find_package(PNG REQUIRED)
  downhill_require_headers(cli11 CLI/CLI.hpp https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.1.2.tar.gz)
endmacro()
