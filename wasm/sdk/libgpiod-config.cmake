# SPDX-License-Identifier: LGPL-2.1-or-later
# For find_package(libgpiod): the target libgpiod::gpiod.

if(NOT TARGET libgpiod::gpiod)
	get_filename_component(_libgpiod_sdk "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
	add_library(libgpiod::gpiod STATIC IMPORTED)
	set_target_properties(libgpiod::gpiod PROPERTIES
		IMPORTED_LOCATION "${_libgpiod_sdk}/lib/libgpiod.a"
		INTERFACE_INCLUDE_DIRECTORIES "${_libgpiod_sdk}/include"
		INTERFACE_COMPILE_OPTIONS "SHELL:-include gpio_program.h"
		INTERFACE_LINK_OPTIONS "-Wl,-z,stack-size=131072,--stack-first")
endif()
