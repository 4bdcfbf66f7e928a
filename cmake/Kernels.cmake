# The engines: one build of the kernels for an architecture and a numeric mode, each an object library from the one
# template core/kernels/engine.cpp.in. To add one, add a line.

set(downhill_engine_list) # name; mode; xsimd tag; flags...
if(EMSCRIPTEN)
  list(APPEND downhill_engine_list
    "wasm|reproducible|wasm|-msimd128"
    "wasm|fast|wasm|-msimd128 -mrelaxed-simd")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  # Every processor with 512-bit byte and word instructions has VL; without it, GCC moves by way of whole registers whose
  # upper halves nothing clears, which slows all SSE code that follows on some machines.
  set(avx512_flags "-mavx512f -mavx512cd -mavx512dq -mavx512bw -mavx512vl -mfma")
  list(APPEND downhill_engine_list
    "sse2|reproducible|sse2|-msse2"
    "avx2|reproducible|avx2|-mavx2"
    "avx2|fast|fma3<xsimd::avx2>|-mavx2 -mfma"
    "avx512|reproducible|avx512bw|${avx512_flags}"
    "avx512|fast|avx512bw|${avx512_flags}")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  list(APPEND downhill_engine_list "neon|reproducible|neon64|" "neon|fast|neon64|")
endif()

# Fewer of them build in a fraction of the time: what faults, coverage and sanitizers ask about needs no AVX-512.
set(DOWNHILL_ENGINES "" CACHE STRING "Engines to build beside the scalar one, as sse2_reproducible;avx2_fast; empty: all")
set(DOWNHILL_KERNEL_OPTIMIZATION -O3 CACHE STRING "The kernels' optimisation, in every configuration")

# Adds the engines to `target`, or those named alone (scalar, and every other of a mode), and the dispatch that reads
# their list, engines.inc.
function(downhill_add_engines target)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/kernels)
  set(list "")
  foreach(engine IN LISTS downhill_engine_list)
    string(REGEX MATCH "^([^|]*)\\|([^|]*)\\|([^|]*)\\|(.*)$" matched "${engine}")
    set(ENGINE_NAME ${CMAKE_MATCH_1})
    set(mode ${CMAKE_MATCH_2})
    set(ENGINE_ARCH ${CMAKE_MATCH_3})
    separate_arguments(flags UNIX_COMMAND "${CMAKE_MATCH_4}")
    set(ENGINE_ID ${ENGINE_NAME}_${mode})
    if((DOWNHILL_ENGINES AND NOT ENGINE_ID IN_LIST DOWNHILL_ENGINES) OR (ARGN AND NOT mode IN_LIST ARGN))
      continue()
    endif()
    string(SUBSTRING ${mode} 0 1 initial)
    string(TOUPPER ${initial} initial)
    string(SUBSTRING ${mode} 1 -1 rest)
    set(ENGINE_MODE_TYPE ${initial}${rest})

    # Float trains, double proves: WebAssembly leaves double to the scalar engine, for every byte is downloaded.
    set(types float double)
    set(double_kernels ${ENGINE_ID}_double)
    if(EMSCRIPTEN)
      set(types float)
      set(double_kernels scalar_double)
    endif()
    foreach(ENGINE_TYPE IN LISTS types)
      set(object downhill_kernels_${ENGINE_ID}_${ENGINE_TYPE})
      if(NOT TARGET ${object})
        set(source ${generated}/${ENGINE_ID}_${ENGINE_TYPE}.cpp)
        configure_file(${CMAKE_CURRENT_SOURCE_DIR}/kernels/engine.cpp.in ${source} @ONLY)
        add_library(${object} OBJECT ${source})
        downhill_kernel_options(${object})
        target_compile_options(${object} PRIVATE ${flags})
        if(EMSCRIPTEN) # loops whose length is not known stay as they are: half as large, and no slower; nor does moving code pay
          target_compile_options(${object} PRIVATE "SHELL:-mllvm -unroll-runtime=false -mllvm -disable-machine-sink")
        elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # loops not written in vectors are short (words that clang-tidy knows too)
          target_compile_options(${object} PRIVATE -fno-tree-vectorize -ftree-slp-vectorize)
        endif()
      endif()
      target_sources(${target} PRIVATE $<TARGET_OBJECTS:${object}>)
    endforeach()
    string(APPEND list "DOWNHILL_ENGINE(${ENGINE_ID}, \"${ENGINE_NAME}\", ${mode}, xsimd::${ENGINE_ARCH}, ${double_kernels})\n")
  endforeach()
  file(CONFIGURE OUTPUT ${generated}/${target}/engines.inc CONTENT "${list}" @ONLY)
  add_library(${target}_dispatch OBJECT kernels/dispatch.cpp kernels/dispatch_apart.cpp)
  downhill_kernel_options(${target}_dispatch)
  target_include_directories(${target}_dispatch PRIVATE ${generated}/${target})
  if(ARGN AND NOT scalar IN_LIST ARGN)
    target_compile_definitions(${target}_dispatch PRIVATE DOWNHILL_WITHOUT_SCALAR)
  endif()
  if(EMSCRIPTEN AND list) # xsimd must know of the vectors; the binary without them must hold none
    target_compile_options(${target}_dispatch PRIVATE -msimd128)
  endif()
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_dispatch>)
endfunction()

# Always optimised, also in Debug: at -O0 xsimd's inline functions become weak symbols, and the linker may keep the
# copy of a wide architecture for everybody.
function(downhill_kernel_options target)
  target_link_libraries(${target} PRIVATE downhill_options downhill_lean downhill_xsimd)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/include ${CMAKE_CURRENT_SOURCE_DIR}/kernels)
  target_compile_definitions(${target} PRIVATE XSIMD_DEFAULT_ARCH=xsimd::unsupported)
  target_compile_options(${target} PRIVATE ${DOWNHILL_KERNEL_OPTIMIZATION})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-uninitialized -Wno-maybe-uninitialized) # GCC bug 105593: avx512 headers
  endif()
endfunction()
