# Builds files into the program as text, so that it answers the same wherever it is started from.

# stormkeel_built_in(SOURCE FOLDER folder PATTERNS patterns… TYPE struct HEADER header FUNCTION function [MADE files…]):
# writes SOURCE, which defines `std::span<const TYPE> FUNCTION()`. The folder is watched: a file that is added, changed
# or removed reaches the program at the next build. MADE are files of the folder that the build makes.
function(stormkeel_built_in source)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER;TYPE;HEADER;FUNCTION" "PATTERNS;MADE")
    set(globs ${arg_PATTERNS})
    list(TRANSFORM globs PREPEND "${arg_FOLDER}/")
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${globs})
    list(APPEND files ${arg_MADE})
    list(REMOVE_DUPLICATES files)
    file(GENERATE OUTPUT "${source}.files" CONTENT "$<JOIN:${files},\n>\n")
    set(script "${PROJECT_SOURCE_DIR}/cmake/write_built_in.cmake")
    list(JOIN arg_PATTERNS " " patterns)
    add_custom_command(OUTPUT "${source}"
        COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${arg_FOLDER}" "-DPATTERNS=${patterns}" "-DTYPE=${arg_TYPE}"
            "-DHEADER=${arg_HEADER}" "-DFUNCTION=${arg_FUNCTION}" "-DOUTPUT=${source}" -P "${script}"
        DEPENDS ${files} "${source}.files" "${script}"
        COMMENT "Building in ${arg_FOLDER}" VERBATIM)
    # Long literals are the point of this file, and "??=" in a sentence is no trigraph.
    set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings;-Wno-trigraphs")
endfunction()
