import { fileURLToPath, pathToFileURL } from 'node:url';

// This module and its bundles in dist/ both lie one folder below the top: see assets.ts, also for esbuild.
const here = import.meta.url || pathToFileURL(__filename);

function inSdk(path: string): string {
  return fileURLToPath(new URL(`../dist/sdk${path}`, here));
}

/** The SDK: what C programs for WebAssembly need of libgpiod. This path and the others are absolute. */
export const sdkFolder = inSdk('');

/** For -I: gpiod.h, and gpio_program.h, which programs that wait on its descriptors are compiled with. */
export const includeFolder = inSdk('/include');

/** libgpiod as a static library for wasm32-wasip1. */
export const libraryFile = inSdk('/lib/libgpiod.a');

/**
 * For CMake's CMAKE_TOOLCHAIN_FILE: find_package(libgpiod) then finds the target libgpiod::gpiod. The
 * compiler is the one of WASI_SDK_PATH, or of the npm package `@yowasp/clang`.
 */
export const toolchainFile = inSdk('/wasm32-libgpiod.cmake');

/** For PKG_CONFIG_PATH: libgpiod.pc. */
export const pkgConfigFolder = inSdk('/lib/pkgconfig');
