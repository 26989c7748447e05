# SPDX-License-Identifier: LGPL-2.1-or-later
# For cmake -DCMAKE_TOOLCHAIN_FILE=…/sdk/wasm32-libgpiod.cmake, with the environment's WASI_SDK_PATH.
# In CMakeLists.txt: find_package(libgpiod REQUIRED), target_link_libraries(plugin libgpiod::gpiod)

if(NOT DEFINED ENV{WASI_SDK_PATH})
	message(FATAL_ERROR "Set WASI_SDK_PATH to an unpacked wasi-sdk, or use: libgpiod-wasm cc")
endif()

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_C_COMPILER "$ENV{WASI_SDK_PATH}/bin/clang")
set(CMAKE_CXX_COMPILER "$ENV{WASI_SDK_PATH}/bin/clang++")
set(CMAKE_AR "$ENV{WASI_SDK_PATH}/bin/llvm-ar")
set(CMAKE_RANLIB "$ENV{WASI_SDK_PATH}/bin/llvm-ranlib")
set(CMAKE_C_COMPILER_TARGET wasm32-wasip1)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasip1)
set(CMAKE_EXECUTABLE_SUFFIX_C .wasm)
set(CMAKE_EXECUTABLE_SUFFIX_CXX .wasm)
list(APPEND CMAKE_PREFIX_PATH "${CMAKE_CURRENT_LIST_DIR}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
