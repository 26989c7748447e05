# SPDX-License-Identifier: LGPL-2.1-or-later
# For cmake -DCMAKE_TOOLCHAIN_FILE=…/sdk/wasm32-libgpiod.cmake, or a preset's toolchainFile. In CMakeLists.txt:
#   find_package(libgpiod REQUIRED)
#   target_link_libraries(plugin PRIVATE libgpiod::gpiod)

set(WASI_SDK_PATH "$ENV{WASI_SDK_PATH}" CACHE PATH
	"An unpacked wasi-sdk; where it is empty, 'libgpiod-wasm cc' compiles by the npm package @yowasp/clang")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES WASI_SDK_PATH)

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)

if(WASI_SDK_PATH)
	set(CMAKE_C_COMPILER "${WASI_SDK_PATH}/bin/clang")
	set(CMAKE_CXX_COMPILER "${WASI_SDK_PATH}/bin/clang++")
	set(CMAKE_AR "${WASI_SDK_PATH}/bin/llvm-ar")
	set(CMAKE_RANLIB "${WASI_SDK_PATH}/bin/llvm-ranlib")
	set(CMAKE_C_COMPILER_TARGET wasm32-wasip1)
	set(CMAKE_CXX_COMPILER_TARGET wasm32-wasip1)
else()
	# Node has to be in PATH.
	get_filename_component(_libgpiod_cli "${CMAKE_CURRENT_LIST_DIR}/../cli.js" ABSOLUTE)
	set(CMAKE_C_COMPILER "${_libgpiod_cli}" cc)
	set(CMAKE_CXX_COMPILER "${_libgpiod_cli}" cc --driver-mode=g++)
	# The machine's own ar knows no WebAssembly: a static library is one object, of which the linker
	# leaves out what nothing uses.
	foreach(_libgpiod_language C CXX)
		set(CMAKE_${_libgpiod_language}_CREATE_STATIC_LIBRARY
			"<CMAKE_${_libgpiod_language}_COMPILER> -r -nostdlib <OBJECTS> -o <TARGET>")
	endforeach()
endif()

set(CMAKE_EXECUTABLE_SUFFIX .wasm)
set(CMAKE_EXECUTABLE_SUFFIX_C .wasm)
set(CMAKE_EXECUTABLE_SUFFIX_CXX .wasm)

# Nothing of the machine's own can be linked.
list(APPEND CMAKE_PREFIX_PATH "${CMAKE_CURRENT_LIST_DIR}")
set(CMAKE_FIND_USE_CMAKE_SYSTEM_PATH FALSE)
