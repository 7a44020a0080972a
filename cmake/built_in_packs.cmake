# Writes the C++ source that carries every pack file as text.
# Run as: cmake -DPACKS=<guidelines folder> -DOUTPUT=<source> -P built_in_packs.cmake

file(GLOB_RECURSE paths RELATIVE "${PACKS}" "${PACKS}/*.md" "${PACKS}/*.toml")
list(SORT paths COMPARE STRING CASE SENSITIVE)

set(entries "")
set(count 0)
foreach(path IN LISTS paths)
    file(READ "${PACKS}/${path}" text)
    # CMake drops what is no plain text; the program must carry the very bytes that were reviewed.
    file(SIZE "${PACKS}/${path}" size)
    string(LENGTH "${text}" length)
    if(NOT size EQUAL length)
        message(FATAL_ERROR "guidelines/${path}: it holds a carriage return, a NUL byte or a byte order mark; save it as plain UTF-8 with line feeds.")
    endif()
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "\t" "\\t" text "${text}")
    string(REPLACE "\n" "\\n\"\n     \"" text "${text}")
    string(APPEND entries "    {\"${path}\"sv,\n     \"${text}\"sv},\n")
    math(EXPR count "${count} + 1")
endforeach()

file(WRITE "${OUTPUT}.new" "// Generated from guidelines/: the packs as text. Change the packs, not this file.
#include \"guideline/built_in.h\"

#include <array>

namespace stormkeel {
namespace {
using namespace std::string_view_literals;
constexpr std::array<PackFile, ${count}> packs{{
${entries}}};
}  // namespace

std::span<const PackFile> built_in_packs() { return packs; }
}  // namespace stormkeel
")
file(COPY_FILE "${OUTPUT}.new" "${OUTPUT}")
file(REMOVE "${OUTPUT}.new")
