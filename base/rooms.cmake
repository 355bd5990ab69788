# How a room is built, and how a file registers itself.

find_package(PkgConfig REQUIRED)

# debrief_room(NAME LINKS...): all .cpp files below this folder become the library debrief_NAME.
function(debrief_room name)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(debrief_${name} STATIC ${files})
  target_link_libraries(debrief_${name} PUBLIC ${ARGN})
endfunction()

# debrief_registry(ROOM FOLDER TYPE HEADER): each FOLDER/x.cpp of this room ends in `extern const TYPE x{...};`.
# Writes a table of them, given by `std::span<const TYPE* const> debrief::ROOM::all_FOLDER()`.
# A folder with slashes gives the function its last part. A fifth argument stands behind x, for files whose names are
# words of C++: debrief_registry(app commands Command app/command.h _command).
function(debrief_registry room folder type header)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  list(SORT files)
  set(declarations "")
  set(entries "")
  foreach(f ${files})
    get_filename_component(stem ${f} NAME_WE)
    string(APPEND declarations "extern const ${type} ${stem}${ARGN};\n")
    string(APPEND entries "    &${stem}${ARGN},\n")
  endforeach()
  get_filename_component(leaf ${folder} NAME)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${leaf}_registry.cpp)
  file(WRITE ${out}.new
"// Written by CMake from the files of ${room}/${folder}.
#include \"${header}\"
namespace debrief::${room} {
${declarations}
std::span<const ${type}* const> all_${leaf}() {
  static const ${type}* const registered[] = {
${entries}  };
  return registered;
}
}  // namespace debrief::${room}
")
  configure_file(${out}.new ${out} COPYONLY)
  target_sources(debrief_${room} PRIVATE ${out})
endfunction()

# debrief_embed(ROOM FOLDER PATTERN NAME): the bytes of each matching file are compiled in,
# given by `std::span<const base::Embedded> debrief::ROOM::NAME()` (name = path below FOLDER).
function(debrief_embed room folder pattern name)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/${folder} ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${pattern})
  list(SORT files)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}_embedded.cpp)
  set(assembly ${CMAKE_CURRENT_BINARY_DIR}/${name}_embedded.S)
  set(externs "")
  set(entries "")
  set(bytes ".section .rodata\n")
  set(full "")
  set(i 0)
  foreach(f ${files})
    set(path ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${f})
    list(APPEND full ${path})
    set(symbol "debrief_${room}_${name}_${i}")
    string(APPEND externs "extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];\n")
    string(APPEND entries "    {\"${f}\", std::string_view(${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin))},\n")
    string(APPEND bytes ".global ${symbol}_begin\n.global ${symbol}_end\n${symbol}_begin:\n.incbin \"${path}\"\n${symbol}_end:\n.byte 0\n")
    math(EXPR i "${i}+1")
  endforeach()
  string(APPEND bytes ".section .note.GNU-stack,\"\",%progbits\n")
  file(WRITE ${assembly}.new "${bytes}")
  configure_file(${assembly}.new ${assembly} COPYONLY)
  file(WRITE ${out}.new
"// Written by CMake from the files of ${room}/${folder}.
#include \"base/embedded.h\"
#include <array>
extern \"C\" {
${externs}}
namespace debrief::${room} {
std::span<const base::Embedded> ${name}() {
  static const std::array<base::Embedded, ${i}> table{{
${entries}  }};
  return table;
}
}  // namespace debrief::${room}
")
  configure_file(${out}.new ${out} COPYONLY)
  set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS "${full}")
  target_sources(debrief_${room} PRIVATE ${out} ${assembly})
endfunction()
