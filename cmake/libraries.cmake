# Finds the few libraries the project builds on; each is a Debian package, named here when it is missing.

# stormkeel_header(TARGET HEADER PACKAGE): a library that is nothing but headers.
function(stormkeel_header target header package)
    find_path(${target}_DIRECTORY "${header}")
    if(NOT ${target}_DIRECTORY)
        message(FATAL_ERROR "The header ${header} is missing: apt-get install ${package}, or ./dev build, which installs it.")
    endif()
    mark_as_advanced(${target}_DIRECTORY)
    add_library(${target} INTERFACE)
    target_include_directories(${target} SYSTEM INTERFACE "${${target}_DIRECTORY}")
endfunction()

stormkeel_header(tomlplusplus_headers toml++/toml.h libtomlplusplus-dev)
stormkeel_header(nlohmann_headers nlohmann/json.hpp nlohmann-json3-dev)
stormkeel_header(cli11_headers CLI/CLI.hpp libcli11-dev)
stormkeel_header(boost_headers boost/beast.hpp libboost1.81-dev)
# Header-only on purpose: the program then starts on a machine that has no libtomlplusplus.
target_compile_definitions(tomlplusplus_headers INTERFACE TOML_HEADER_ONLY=1)

find_package(OpenSSL QUIET COMPONENTS Crypto SSL)
if(NOT OpenSSL_FOUND)
    message(FATAL_ERROR "OpenSSL's headers are missing: apt-get install libssl-dev, or ./dev build, which installs it.")
endif()

find_package(SQLite3 QUIET)
if(NOT SQLite3_FOUND)
    message(FATAL_ERROR "SQLite's headers are missing: apt-get install libsqlite3-dev, or ./dev build, which installs it.")
endif()

# By header and file: the package of Debian also brings a CMake configuration, and others name theirs differently.
stormkeel_header(date_tz date/tz.h libhowardhinnant-date-dev)
find_library(date_tz_LIBRARY date-tz)
if(NOT date_tz_LIBRARY)
    message(FATAL_ERROR "The library date-tz is missing: apt-get install libhowardhinnant-date-dev, or ./dev build, which installs it.")
endif()
mark_as_advanced(date_tz_LIBRARY)
target_link_libraries(date_tz INTERFACE "${date_tz_LIBRARY}")
# The time zones of the machine (tzdata), never a copy from the network.
target_compile_definitions(date_tz INTERFACE USE_OS_TZDB=1 ONLY_C_LOCALE=1 HAS_STRING_VIEW=1)

# stormkeel_library_file(TARGET HEADER LIBRARY PACKAGE): a library that brings no CMake configuration in every release.
function(stormkeel_library_file target header library package)
    stormkeel_header(${target} "${header}" "${package}")
    find_library(${target}_LIBRARY "${library}")
    if(NOT ${target}_LIBRARY)
        message(FATAL_ERROR "The library ${library} is missing: apt-get install ${package}, or ./dev build, which installs it.")
    endif()
    mark_as_advanced(${target}_LIBRARY)
    target_link_libraries(${target} INTERFACE "${${target}_LIBRARY}")
endfunction()
stormkeel_library_file(fido2 fido.h fido2 libfido2-dev)
stormkeel_library_file(oath liboath/oath.h oath liboath-dev)
stormkeel_library_file(qrencode qrencode.h qrencode libqrencode-dev)

if(STORMKEEL_TESTS)
    find_package(GTest QUIET)
    find_package(rapidcheck QUIET)
    if(NOT GTest_FOUND OR NOT rapidcheck_FOUND)
        message(FATAL_ERROR "GoogleTest or RapidCheck is missing: apt-get install libgtest-dev librapidcheck-dev, "
            "or ./dev test, which installs them. -DSTORMKEEL_TESTS=OFF builds the program alone.")
    endif()
endif()
