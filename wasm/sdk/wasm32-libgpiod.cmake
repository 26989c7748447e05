# SPDX-License-Identifier: LGPL-2.1-or-later
# For cmake -DCMAKE_TOOLCHAIN_FILE=…/sdk/wasm32-libgpiod.cmake with the environment's WASI_SDK_PATH.
# A target that uses libgpiod: target_link_libraries(plugin libgpiod::gpiod)

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)

if(NOT DEFINED ENV{WASI_SDK_PATH})
	message(FATAL_ERROR "Set WASI_SDK_PATH to an unpacked wasi-sdk, or use: libgpiod-wasm cc")
endif()

set(CMAKE_C_COMPILER "$ENV{WASI_SDK_PATH}/bin/clang")
set(CMAKE_CXX_COMPILER "$ENV{WASI_SDK_PATH}/bin/clang++")
set(CMAKE_AR "$ENV{WASI_SDK_PATH}/bin/llvm-ar")
set(CMAKE_RANLIB "$ENV{WASI_SDK_PATH}/bin/llvm-ranlib")
set(CMAKE_C_COMPILER_TARGET wasm32-wasip1)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasip1)
set(CMAKE_EXECUTABLE_SUFFIX .wasm)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)

if(NOT TARGET libgpiod::gpiod)
	add_library(libgpiod::gpiod STATIC IMPORTED GLOBAL)
	set_target_properties(libgpiod::gpiod PROPERTIES
		IMPORTED_LOCATION "${CMAKE_CURRENT_LIST_DIR}/lib/libgpiod.a"
		INTERFACE_INCLUDE_DIRECTORIES "${CMAKE_CURRENT_LIST_DIR}/include"
		INTERFACE_COMPILE_OPTIONS "-include;gpio_program.h"
		INTERFACE_LINK_OPTIONS "-Wl,-z,stack-size=131072,--stack-first")
endif()
