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
endfunction()
