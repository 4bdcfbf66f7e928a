execute_process(COMMAND em-config BINARYEN_ROOT OUTPUT_VARIABLE DOWNHILL_BINARYEN OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
find_program(DOWNHILL_NODE node REQUIRED NO_CMAKE_FIND_ROOT_PATH)

# A script and a binary of that name around `core`, with `memory` for good: growth would silently empty the views into it.
function(downhill_module target name core factory memory)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} SUFFIX .js)
  target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/bindings/wasm/no_printf.cpp)
  target_link_libraries(${target} PRIVATE ${core} downhill_options downhill_lean)
  target_compile_definitions(${target} PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  target_compile_options(${target} PRIVATE -Oz)
  target_link_options(${target} PRIVATE
    -Oz -fno-rtti -fno-exceptions -lembind -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker,node
    -sEXPORT_NAME=${factory}
    -sDYNAMIC_EXECUTION=0  # no eval: strict content security policies
    -sFILESYSTEM=0
    -sINITIAL_MEMORY=${memory}
    -sSTACK_SIZE=256KB
    -sMALLOC=emmalloc
    # Until nothing gets smaller any more; and as the code has no undefined behaviour, none of its instructions traps.
    -sBINARYEN_EXTRA_PASSES=--converge,--traps-never-happen)
  set(order ${PROJECT_SOURCE_DIR}/scripts/order-functions.mjs)
  add_custom_command(TARGET ${target} POST_BUILD VERBATIM
                     COMMAND ${DOWNHILL_NODE} ${order} ${DOWNHILL_BINARYEN} ${name}.wasm)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${order})
endfunction()
