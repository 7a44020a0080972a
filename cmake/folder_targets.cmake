# Makes one target out of each source folder, with the project's warnings and hardening; a folder may still be empty.

add_library(stormkeel_flags INTERFACE)
target_compile_options(stormkeel_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror
    # The place of the checkout must not reach the program: two checkouts build the same bytes.
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # std::stable_sort of libstdc++ 12 calls a deprecated function of its own; g++ still warns of ours.
    target_compile_options(stormkeel_flags INTERFACE -Wno-deprecated-declarations)
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ takes a source that another one includes for a header, whose types must not hold any of an unnamed namespace.
    target_compile_options(stormkeel_flags INTERFACE -Wno-subobject-linkage)
endif()
target_include_directories(stormkeel_flags INTERFACE "${PROJECT_SOURCE_DIR}/src")

if(STORMKEEL_HARDENED)
    target_compile_options(stormkeel_flags INTERFACE -fstack-protector-strong -fPIE)
    target_compile_definitions(stormkeel_flags INTERFACE _GLIBCXX_ASSERTIONS)
    target_link_options(stormkeel_flags INTERFACE -pie -Wl,-z,relro,-z,now)
    if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT STORMKEEL_SANITIZERS)
        # FORTIFY needs the optimizer, and its wrappers hide what the sanitizers watch.
        target_compile_definitions(stormkeel_flags INTERFACE _FORTIFY_SOURCE=2)
    endif()
endif()
if(STORMKEEL_SANITIZERS)
    target_compile_options(stormkeel_flags INTERFACE
        "-fsanitize=${STORMKEEL_SANITIZERS}" -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    target_link_options(stormkeel_flags INTERFACE "-fsanitize=${STORMKEEL_SANITIZERS}")
endif()
if(STORMKEEL_FUZZER)
    target_compile_options(stormkeel_flags INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(stormkeel_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# stormkeel_sources(VARIABLE [FOLDER]): every .cpp below a folder, found again at each build.
function(stormkeel_sources variable)
    set(folder "${CMAKE_CURRENT_SOURCE_DIR}")
    if(ARGC GREATER 1)
        set(folder "${CMAKE_CURRENT_SOURCE_DIR}/${ARGV1}")
    endif()
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${folder}/*.cpp")
    set(${variable} "${found}" PARENT_SCOPE)
endfunction()

# stormkeel_library(NAME SOURCES… | LINK libraries…): a static library; without sources it passes its libraries on.
function(stormkeel_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;PRIVATE")
    if(arg_SOURCES)
        add_library(${name} STATIC ${arg_SOURCES})
        target_link_libraries(${name} PUBLIC stormkeel_flags ${arg_LINK} PRIVATE ${arg_PRIVATE})
    else()
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE stormkeel_flags ${arg_LINK} ${arg_PRIVATE})
    endif()
endfunction()
