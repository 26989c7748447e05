// SPDX-License-Identifier: LGPL-2.1-or-later
// Written by scripts/generate.ts from libgpiod's gpiod.h; change the generator, not this file.
// SPDX-FileCopyrightText: 2017-2022 Bartosz Golaszewski <brgl@bgdev.pl> and the libgpiod authors
// (names and documentation, from gpiod.h, LGPL-2.1-or-later)
import { requireFunctions, type WasmExports } from '../exports.js';
import type {
  EdgeEventType,
  InfoEventType,
  LineBias,
  LineClock,
  LineDirection,
  LineDrive,
  LineEdge,
  LineValue,
} from './enums.js';
import type {
  CString,
  ChipInfoPtr,
  ChipPtr,
  EdgeEventBufferPtr,
  EdgeEventPtr,
  InfoEventPtr,
  LineConfigPtr,
  LineInfoPtr,
  LineRequestPtr,
  LineSettingsPtr,
  LineValuePtr,
  NullPtr,
  RequestConfigPtr,
  UintPtr,
} from './types.js';

/**
 * Every function of gpiod.h under its C name. `unsigned int`, `unsigned long` and `size_t` are
 * 32 bits wide in the guest and arrive as numbers >= 0, 64-bit integers as bigint, `bool` as boolean.
 * Where a result says failure, the guest's errno tells why.
 */
export interface GpiodFunctions {
  /**
   * Open a chip by path.
   *
   * @param path - Path to the gpiochip device file.
   * @returns GPIO chip object or `NULL` if an error occurred. The returned object must be closed by
   * the caller using {@link GpiodFunctions.gpiod_chip_close}.
   */
  readonly gpiod_chip_open: (path: CString) => ChipPtr | NullPtr;

  /**
   * Close the chip and release all associated resources.
   *
   * @param chip - Chip to close.
   */
  readonly gpiod_chip_close: (chip: ChipPtr) => void;

  /**
   * Get information about the chip.
   *
   * @param chip - GPIO chip object.
   * @returns New GPIO chip info object or `NULL` if an error occurred. The returned object must be
   * freed by the caller using {@link GpiodFunctions.gpiod_chip_info_free}.
   */
  readonly gpiod_chip_get_info: (chip: ChipPtr) => ChipInfoPtr | NullPtr;

  /**
   * Get the path used to open the chip.
   *
   * @param chip - GPIO chip object.
   * @returns Path to the file passed as argument to {@link GpiodFunctions.gpiod_chip_open}. The
   * returned pointer is valid for the lifetime of the chip object and must not be freed by the
   * caller.
   */
  readonly gpiod_chip_get_path: (chip: ChipPtr) => CString;

  /**
   * Get a snapshot of information about a line.
   *
   * @param chip - GPIO chip object.
   * @param offset - The offset of the GPIO line.
   * @returns New GPIO line info object or `NULL` if an error occurred. The returned object must be
   * freed by the caller using {@link GpiodFunctions.gpiod_line_info_free}.
   */
  readonly gpiod_chip_get_line_info: (chip: ChipPtr, offset: number) => LineInfoPtr | NullPtr;

  /**
   * Get a snapshot of the status of a line and start watching it for future changes.
   *
   * @remarks
   * Note: Line status does not include the line value. To monitor the line value the line must be
   * requested as an input with edge detection set.
   *
   * @param chip - GPIO chip object.
   * @param offset - The offset of the GPIO line.
   * @returns New GPIO line info object or `NULL` if an error occurred. The returned object must be
   * freed by the caller using {@link GpiodFunctions.gpiod_line_info_free}.
   */
  readonly gpiod_chip_watch_line_info: (chip: ChipPtr, offset: number) => LineInfoPtr | NullPtr;

  /**
   * Stop watching a line for status changes.
   *
   * @param chip - GPIO chip object.
   * @param offset - The offset of the line to stop watching.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_chip_unwatch_line_info: (chip: ChipPtr, offset: number) => number;

  /**
   * Get the file descriptor associated with the chip.
   *
   * @remarks
   * This function never fails. The returned file descriptor must not be closed by the caller. Call
   * {@link GpiodFunctions.gpiod_chip_close} to close the file descriptor by closing the chip owning
   * it.
   *
   * @param chip - GPIO chip object.
   * @returns File descriptor number for the chip.
   */
  readonly gpiod_chip_get_fd: (chip: ChipPtr) => number;

  /**
   * Wait for line status change events on any of the watched lines on the chip.
   *
   * @param chip - GPIO chip object.
   * @param timeout_ns - Wait time limit in nanoseconds. If set to 0, the function returns
   * immediately. If set to a negative number, the function blocks indefinitely until an event
   * becomes available.
   * @returns 0 if wait timed out, -1 if an error occurred, 1 if an event is pending.
   */
  readonly gpiod_chip_wait_info_event: (chip: ChipPtr, timeout_ns: bigint) => number;

  /**
   * Read a single line status change event from the chip.
   *
   * @remarks
   * Note: If no events are pending, this function will block.
   *
   * @param chip - GPIO chip object.
   * @returns Newly read watch event object or `NULL` on error. The event must be freed by the
   * caller using {@link GpiodFunctions.gpiod_info_event_free}.
   */
  readonly gpiod_chip_read_info_event: (chip: ChipPtr) => InfoEventPtr | NullPtr;

  /**
   * Map a line's name to its offset within the chip.
   *
   * @remarks
   * Note: If a line with given name is not exposed by the chip, the function sets errno to ENOENT.
   *
   * @param chip - GPIO chip object.
   * @param name - Name of the GPIO line to map.
   * @returns Offset of the line within the chip or -1 on error.
   */
  readonly gpiod_chip_get_line_offset_from_name: (chip: ChipPtr, name: CString) => number;

  /**
   * Request a set of lines for exclusive usage.
   *
   * @param chip - GPIO chip object.
   * @param req_cfg - Request config object. Can be `NULL` for default settings.
   * @param line_cfg - Line config object.
   * @returns New line request object or `NULL` if an error occurred. The request must be released
   * by the caller using {@link GpiodFunctions.gpiod_line_request_release}.
   */
  readonly gpiod_chip_request_lines: (chip: ChipPtr, req_cfg: RequestConfigPtr | NullPtr, line_cfg: LineConfigPtr) => LineRequestPtr | NullPtr;

  /**
   * Free a chip info object and release all associated resources.
   *
   * @param info - GPIO chip info object to free.
   */
  readonly gpiod_chip_info_free: (info: ChipInfoPtr) => void;

  /**
   * Get the name of the chip as represented in the kernel.
   *
   * @param info - GPIO chip info object.
   * @returns Valid pointer to a human-readable string containing the chip name. The string lifetime
   * is tied to the chip info object so the pointer must not be freed by the caller.
   */
  readonly gpiod_chip_info_get_name: (info: ChipInfoPtr) => CString;

  /**
   * Get the label of the chip as represented in the kernel.
   *
   * @param info - GPIO chip info object.
   * @returns Valid pointer to a human-readable string containing the chip label. The string
   * lifetime is tied to the chip info object so the pointer must not be freed by the caller.
   */
  readonly gpiod_chip_info_get_label: (info: ChipInfoPtr) => CString;

  /**
   * Get the number of lines exposed by the chip.
   *
   * @param info - GPIO chip info object.
   * @returns Number of GPIO lines.
   */
  readonly gpiod_chip_info_get_num_lines: (info: ChipInfoPtr) => number;

  /**
   * Free a line info object and release all associated resources.
   *
   * @param info - GPIO line info object to free.
   */
  readonly gpiod_line_info_free: (info: LineInfoPtr) => void;

  /**
   * Copy a line info object.
   *
   * @param info - Line info to copy.
   * @returns Copy of the line info or `NULL` on error. The returned object must be freed by the
   * caller using {@link GpiodFunctions.gpiod_line_info_free}.
   */
  readonly gpiod_line_info_copy: (info: LineInfoPtr) => LineInfoPtr | NullPtr;

  /**
   * Get the offset of the line.
   *
   * @remarks
   * The offset uniquely identifies the line on the chip. The combination of the chip and offset
   * uniquely identifies the line within the system.
   *
   * @param info - GPIO line info object.
   * @returns Offset of the line within the parent chip.
   */
  readonly gpiod_line_info_get_offset: (info: LineInfoPtr) => number;

  /**
   * Get the name of the line.
   *
   * @param info - GPIO line info object.
   * @returns Name of the GPIO line as it is represented in the kernel. This function returns a
   * valid pointer to a null-terminated string or `NULL` if the line is unnamed. The string lifetime
   * is tied to the line info object so the pointer must not be freed.
   */
  readonly gpiod_line_info_get_name: (info: LineInfoPtr) => CString | NullPtr;

  /**
   * Check if the line is in use.
   *
   * @remarks
   * The exact reason a line is busy cannot be determined from user space. It may have been
   * requested by another process or hogged by the kernel. It only matters that the line is used and
   * can't be requested until released by the existing consumer.
   *
   * @param info - GPIO line object.
   * @returns True if the line is in use, false otherwise.
   */
  readonly gpiod_line_info_is_used: (info: LineInfoPtr) => boolean;

  /**
   * Get the name of the consumer of the line.
   *
   * @param info - GPIO line info object.
   * @returns Name of the GPIO consumer as it is represented in the kernel. This function returns a
   * valid pointer to a null-terminated string or `NULL` if the consumer name is not set. The string
   * lifetime is tied to the line info object so the pointer must not be freed.
   */
  readonly gpiod_line_info_get_consumer: (info: LineInfoPtr) => CString | NullPtr;

  /**
   * Get the direction setting of the line.
   *
   * @param info - GPIO line info object.
   * @returns Returns {@link LineDirection.INPUT} or {@link LineDirection.OUTPUT}.
   */
  readonly gpiod_line_info_get_direction: (info: LineInfoPtr) => LineDirection;

  /**
   * Get the edge detection setting of the line.
   *
   * @param info - GPIO line info object.
   * @returns Returns {@link LineEdge.NONE}, {@link LineEdge.RISING}, {@link LineEdge.FALLING} or
   * {@link LineEdge.BOTH}.
   */
  readonly gpiod_line_info_get_edge_detection: (info: LineInfoPtr) => LineEdge;

  /**
   * Get the bias setting of the line.
   *
   * @param info - GPIO line object.
   * @returns Returns {@link LineBias.PULL_UP}, {@link LineBias.PULL_DOWN},
   * {@link LineBias.DISABLED} or {@link LineBias.UNKNOWN}.
   */
  readonly gpiod_line_info_get_bias: (info: LineInfoPtr) => LineBias;

  /**
   * Get the drive setting of the line.
   *
   * @param info - GPIO line info object.
   * @returns Returns {@link LineDrive.PUSH_PULL}, {@link LineDrive.OPEN_DRAIN} or
   * {@link LineDrive.OPEN_SOURCE}.
   */
  readonly gpiod_line_info_get_drive: (info: LineInfoPtr) => LineDrive;

  /**
   * Check if the logical value of the line is inverted compared to the physical.
   *
   * @param info - GPIO line object.
   * @returns True if the line is "active-low", false otherwise.
   */
  readonly gpiod_line_info_is_active_low: (info: LineInfoPtr) => boolean;

  /**
   * Check if the line is debounced (either by hardware or by the kernel software debouncer).
   *
   * @param info - GPIO line info object.
   * @returns True if the line is debounced, false otherwise.
   */
  readonly gpiod_line_info_is_debounced: (info: LineInfoPtr) => boolean;

  /**
   * Get the debounce period of the line, in microseconds.
   *
   * @param info - GPIO line info object.
   * @returns Debounce period in microseconds. 0 if the line is not debounced.
   */
  readonly gpiod_line_info_get_debounce_period_us: (info: LineInfoPtr) => number;

  /**
   * Get the event clock setting used for edge event timestamps for the line.
   *
   * @param info - GPIO line info object.
   * @returns Returns {@link LineClock.MONOTONIC}, {@link LineClock.HTE} or
   * {@link LineClock.REALTIME}.
   */
  readonly gpiod_line_info_get_event_clock: (info: LineInfoPtr) => LineClock;

  /**
   * Free the info event object and release all associated resources.
   *
   * @param event - Info event to free.
   */
  readonly gpiod_info_event_free: (event: InfoEventPtr) => void;

  /**
   * Get the event type of the status change event.
   *
   * @param event - Line status watch event.
   * @returns One of {@link InfoEventType.REQUESTED}, {@link InfoEventType.RELEASED} or
   * {@link InfoEventType.CONFIG_CHANGED}.
   */
  readonly gpiod_info_event_get_event_type: (event: InfoEventPtr) => InfoEventType;

  /**
   * Get the timestamp of the event.
   *
   * @param event - Line status watch event.
   * @returns Timestamp in nanoseconds, read from the monotonic clock.
   */
  readonly gpiod_info_event_get_timestamp_ns: (event: InfoEventPtr) => bigint;

  /**
   * Get the snapshot of line-info associated with the event.
   *
   * @remarks
   * Warning: Thread-safety: Since the line-info object is tied to the event, different threads may
   * not operate on the event and line-info at the same time. The line-info can be copied using
   * {@link GpiodFunctions.gpiod_line_info_copy} in order to create a standalone object - which then
   * may safely be used from a different thread concurrently.
   *
   * @param event - Line info event object.
   * @returns Returns a pointer to the line-info object associated with the event. The object
   * lifetime is tied to the event object, so the pointer must be not be freed by the caller.
   */
  readonly gpiod_info_event_get_line_info: (event: InfoEventPtr) => LineInfoPtr;

  /**
   * Create a new line settings object.
   *
   * @returns New line settings object or `NULL` on error. The returned object must be freed by the
   * caller using {@link GpiodFunctions.gpiod_line_settings_free}.
   */
  readonly gpiod_line_settings_new: () => LineSettingsPtr | NullPtr;

  /**
   * Free the line settings object and release all associated resources.
   *
   * @param settings - Line settings object.
   */
  readonly gpiod_line_settings_free: (settings: LineSettingsPtr) => void;

  /**
   * Reset the line settings object to its default values.
   *
   * @param settings - Line settings object.
   */
  readonly gpiod_line_settings_reset: (settings: LineSettingsPtr) => void;

  /**
   * Copy the line settings object.
   *
   * @param settings - Line settings object to copy.
   * @returns New line settings object that must be freed using
   * {@link GpiodFunctions.gpiod_line_settings_free} or `NULL` on failure.
   */
  readonly gpiod_line_settings_copy: (settings: LineSettingsPtr) => LineSettingsPtr | NullPtr;

  /**
   * Set direction.
   *
   * @param settings - Line settings object.
   * @param direction - New direction.
   * @returns 0 on success, -1 on error.
   */
  readonly gpiod_line_settings_set_direction: (settings: LineSettingsPtr, direction: LineDirection) => number;

  /**
   * Get direction.
   *
   * @param settings - Line settings object.
   * @returns Current direction.
   */
  readonly gpiod_line_settings_get_direction: (settings: LineSettingsPtr) => LineDirection;

  /**
   * Set edge detection.
   *
   * @param settings - Line settings object.
   * @param edge - New edge detection setting.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_settings_set_edge_detection: (settings: LineSettingsPtr, edge: LineEdge) => number;

  /**
   * Get edge detection.
   *
   * @param settings - Line settings object.
   * @returns Current edge detection setting.
   */
  readonly gpiod_line_settings_get_edge_detection: (settings: LineSettingsPtr) => LineEdge;

  /**
   * Set bias.
   *
   * @param settings - Line settings object.
   * @param bias - New bias.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_settings_set_bias: (settings: LineSettingsPtr, bias: LineBias) => number;

  /**
   * Get bias.
   *
   * @param settings - Line settings object.
   * @returns Current bias setting.
   */
  readonly gpiod_line_settings_get_bias: (settings: LineSettingsPtr) => LineBias;

  /**
   * Set drive.
   *
   * @param settings - Line settings object.
   * @param drive - New drive setting.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_settings_set_drive: (settings: LineSettingsPtr, drive: LineDrive) => number;

  /**
   * Get drive.
   *
   * @param settings - Line settings object.
   * @returns Current drive setting.
   */
  readonly gpiod_line_settings_get_drive: (settings: LineSettingsPtr) => LineDrive;

  /**
   * Set active-low setting.
   *
   * @param settings - Line settings object.
   * @param active_low - New active-low setting.
   */
  readonly gpiod_line_settings_set_active_low: (settings: LineSettingsPtr, active_low: boolean) => void;

  /**
   * Get active-low setting.
   *
   * @param settings - Line settings object.
   * @returns True if active-low is enabled, false otherwise.
   */
  readonly gpiod_line_settings_get_active_low: (settings: LineSettingsPtr) => boolean;

  /**
   * Set debounce period.
   *
   * @param settings - Line settings object.
   * @param period - New debounce period in microseconds.
   */
  readonly gpiod_line_settings_set_debounce_period_us: (settings: LineSettingsPtr, period: number) => void;

  /**
   * Get debounce period.
   *
   * @param settings - Line settings object.
   * @returns Current debounce period in microseconds.
   */
  readonly gpiod_line_settings_get_debounce_period_us: (settings: LineSettingsPtr) => number;

  /**
   * Set event clock.
   *
   * @param settings - Line settings object.
   * @param event_clock - New event clock.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_settings_set_event_clock: (settings: LineSettingsPtr, event_clock: LineClock) => number;

  /**
   * Get event clock setting.
   *
   * @param settings - Line settings object.
   * @returns Current event clock setting.
   */
  readonly gpiod_line_settings_get_event_clock: (settings: LineSettingsPtr) => LineClock;

  /**
   * Set the output value.
   *
   * @param settings - Line settings object.
   * @param value - New output value.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_settings_set_output_value: (settings: LineSettingsPtr, value: LineValue) => number;

  /**
   * Get the output value.
   *
   * @param settings - Line settings object.
   * @returns Current output value.
   */
  readonly gpiod_line_settings_get_output_value: (settings: LineSettingsPtr) => LineValue;

  /**
   * Create a new line config object.
   *
   * @returns New line config object or `NULL` on error. The returned object must be freed by the
   * caller using {@link GpiodFunctions.gpiod_line_config_free}.
   */
  readonly gpiod_line_config_new: () => LineConfigPtr | NullPtr;

  /**
   * Free the line config object and release all associated resources.
   *
   * @param config - Line config object to free.
   */
  readonly gpiod_line_config_free: (config: LineConfigPtr) => void;

  /**
   * Reset the line config object.
   *
   * @remarks
   * Resets the entire configuration stored in the object. This is useful if the user wants to reuse
   * the object without reallocating it.
   *
   * @param config - Line config object to free.
   */
  readonly gpiod_line_config_reset: (config: LineConfigPtr) => void;

  /**
   * Add line settings for a set of offsets.
   *
   * @param config - Line config object.
   * @param offsets - Array of offsets for which to apply the settings.
   * @param num_offsets - Number of offsets stored in the offsets array.
   * @param settings - Line settings to apply.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_config_add_line_settings: (config: LineConfigPtr, offsets: UintPtr, num_offsets: number, settings: LineSettingsPtr) => number;

  /**
   * Get line settings for offset.
   *
   * @param config - Line config object.
   * @param offset - Offset for which to get line settings.
   * @returns New line settings object (must be freed by the caller) or `NULL` on error.
   */
  readonly gpiod_line_config_get_line_settings: (config: LineConfigPtr, offset: number) => LineSettingsPtr | NullPtr;

  /**
   * Set output values for a number of lines.
   *
   * @remarks
   * This is a helper that allows users to set multiple (potentially different) output values at
   * once while using the same line settings object. Instead of modifying the output value in the
   * settings object and calling {@link GpiodFunctions.gpiod_line_config_add_line_settings} multiple
   * times, we can specify the settings, add them for a set of offsets and then call this function
   * to set the output values.
   *
   * Values set by this function override whatever values were specified in the regular line
   * settings.
   *
   * Each value must be associated with the line identified by the corresponding entry in the offset
   * array filled by {@link GpiodFunctions.gpiod_line_request_get_requested_offsets}.
   *
   * @param config - Line config object.
   * @param values - Buffer containing the output values.
   * @param num_values - Number of values in the buffer.
   * @returns 0 on success, -1 on error.
   */
  readonly gpiod_line_config_set_output_values: (config: LineConfigPtr, values: LineValuePtr, num_values: number) => number;

  /**
   * Get the number of configured line offsets.
   *
   * @param config - Line config object.
   * @returns Number of offsets for which line settings have been added.
   */
  readonly gpiod_line_config_get_num_configured_offsets: (config: LineConfigPtr) => number;

  /**
   * Get configured offsets.
   *
   * @remarks
   * If max_offsets is lower than the number of lines actually requested (this value can be
   * retrieved using {@link GpiodFunctions.gpiod_line_config_get_num_configured_offsets}), then only
   * up to max_lines offsets will be stored in offsets.
   *
   * @param config - Line config object.
   * @param offsets - Array to store offsets.
   * @param max_offsets - Number of offsets that can be stored in the offsets array.
   * @returns Number of offsets stored in the offsets array.
   */
  readonly gpiod_line_config_get_configured_offsets: (config: LineConfigPtr, offsets: UintPtr, max_offsets: number) => number;

  /**
   * Create a new request config object.
   *
   * @returns New request config object or `NULL` on error. The returned object must be freed by the
   * caller using {@link GpiodFunctions.gpiod_request_config_free}.
   */
  readonly gpiod_request_config_new: () => RequestConfigPtr | NullPtr;

  /**
   * Free the request config object and release all associated resources.
   *
   * @param config - Line config object.
   */
  readonly gpiod_request_config_free: (config: RequestConfigPtr) => void;

  /**
   * Set the consumer name for the request.
   *
   * @remarks
   * Note: If the consumer string is too long, it will be truncated to the max accepted length.
   *
   * @param config - Request config object.
   * @param consumer - Consumer name.
   */
  readonly gpiod_request_config_set_consumer: (config: RequestConfigPtr, consumer: CString) => void;

  /**
   * Get the consumer name configured in the request config.
   *
   * @param config - Request config object.
   * @returns Consumer name stored in the request config.
   */
  readonly gpiod_request_config_get_consumer: (config: RequestConfigPtr) => CString | NullPtr;

  /**
   * Set the size of the kernel event buffer for the request.
   *
   * @remarks
   * Note: The kernel may adjust the value if it's too high. If set to 0, the default value will be
   * used.
   *
   * Note: The kernel buffer is distinct from and independent of the user space buffer
   * ({@link GpiodFunctions.gpiod_edge_event_buffer_new}).
   *
   * @param config - Request config object.
   * @param event_buffer_size - New event buffer size.
   */
  readonly gpiod_request_config_set_event_buffer_size: (config: RequestConfigPtr, event_buffer_size: number) => void;

  /**
   * Get the edge event buffer size for the request config.
   *
   * @param config - Request config object.
   * @returns Edge event buffer size setting from the request config.
   */
  readonly gpiod_request_config_get_event_buffer_size: (config: RequestConfigPtr) => number;

  /**
   * Release the requested lines and free all associated resources.
   *
   * @param request - Line request object to release.
   */
  readonly gpiod_line_request_release: (request: LineRequestPtr) => void;

  /**
   * Get the name of the chip this request was made on.
   *
   * @param request - Line request object.
   * @returns Name the GPIO chip device. The returned pointer is valid for the lifetime of the
   * request object and must not be freed by the caller.
   */
  readonly gpiod_line_request_get_chip_name: (request: LineRequestPtr) => CString;

  /**
   * Get the number of lines in the request.
   *
   * @param request - Line request object.
   * @returns Number of requested lines.
   */
  readonly gpiod_line_request_get_num_requested_lines: (request: LineRequestPtr) => number;

  /**
   * Get the offsets of the lines in the request.
   *
   * @remarks
   * If max_offsets is lower than the number of lines actually requested (this value can be
   * retrieved using {@link GpiodFunctions.gpiod_line_request_get_num_requested_lines}), then only
   * up to max_lines offsets will be stored in offsets.
   *
   * @param request - Line request object.
   * @param offsets - Array to store offsets.
   * @param max_offsets - Number of offsets that can be stored in the offsets array.
   * @returns Number of offsets stored in the offsets array.
   */
  readonly gpiod_line_request_get_requested_offsets: (request: LineRequestPtr, offsets: UintPtr, max_offsets: number) => number;

  /**
   * Get the value of a single requested line.
   *
   * @param request - Line request object.
   * @param offset - The offset of the line of which the value should be read.
   * @returns Returns 1 or 0 on success and -1 on error.
   */
  readonly gpiod_line_request_get_value: (request: LineRequestPtr, offset: number) => LineValue;

  /**
   * Get the values of a subset of requested lines.
   *
   * @param request - GPIO line request.
   * @param num_values - Number of lines for which to read values.
   * @param offsets - Array of offsets identifying the subset of requested lines from which to read
   * values.
   * @param values - Array in which the values will be stored. Must be sized to hold `num_values`
   * entries. Each value is associated with the line identified by the corresponding entry in
   * `offsets`.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_request_get_values_subset: (request: LineRequestPtr, num_values: number, offsets: UintPtr, values: LineValuePtr) => number;

  /**
   * Get the values of all requested lines.
   *
   * @param request - GPIO line request.
   * @param values - Array in which the values will be stored. Must be sized to hold the number of
   * lines filled by {@link GpiodFunctions.gpiod_line_request_get_num_requested_lines}. Each value
   * is associated with the line identified by the corresponding entry in the offset array filled by
   * {@link GpiodFunctions.gpiod_line_request_get_requested_offsets}.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_request_get_values: (request: LineRequestPtr, values: LineValuePtr) => number;

  /**
   * Set the value of a single requested line.
   *
   * @param request - Line request object.
   * @param offset - The offset of the line for which the value should be set.
   * @param value - Value to set.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_request_set_value: (request: LineRequestPtr, offset: number, value: LineValue) => number;

  /**
   * Set the values of a subset of requested lines.
   *
   * @param request - GPIO line request.
   * @param num_values - Number of lines for which to set values.
   * @param offsets - Array of offsets, containing the number of entries specified by `num_values`,
   * identifying the requested lines for which to set values.
   * @param values - Array of values to set, containing the number of entries specified by
   * `num_values`. Each value is associated with the line identified by the corresponding entry in
   * `offsets`.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_request_set_values_subset: (request: LineRequestPtr, num_values: number, offsets: UintPtr, values: LineValuePtr) => number;

  /**
   * Set the values of all lines associated with a request.
   *
   * @param request - GPIO line request.
   * @param values - Array containing the values to set. Must be sized to contain the number of
   * lines filled by {@link GpiodFunctions.gpiod_line_request_get_num_requested_lines}. Each value
   * is associated with the line identified by the corresponding entry in the offset array filled by
   * {@link GpiodFunctions.gpiod_line_request_get_requested_offsets}.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_request_set_values: (request: LineRequestPtr, values: LineValuePtr) => number;

  /**
   * Update the configuration of lines associated with a line request.
   *
   * @remarks
   * Note: The new line configuration completely replaces the old.
   *
   * Note: Any requested lines without overrides are configured to the requested defaults.
   *
   * Note: Any configured overrides for lines that have not been requested are silently ignored.
   *
   * @param request - GPIO line request.
   * @param config - New line config to apply.
   * @returns 0 on success, -1 on failure.
   */
  readonly gpiod_line_request_reconfigure_lines: (request: LineRequestPtr, config: LineConfigPtr) => number;

  /**
   * Get the file descriptor associated with a line request.
   *
   * @param request - GPIO line request.
   * @returns The file descriptor associated with the request. This function never fails. The
   * returned file descriptor must not be closed by the caller. Call
   * {@link GpiodFunctions.gpiod_line_request_release} to close the file.
   */
  readonly gpiod_line_request_get_fd: (request: LineRequestPtr) => number;

  /**
   * Wait for edge events on any of the requested lines.
   *
   * @remarks
   * Lines must have edge detection set for edge events to be emitted. By default edge detection is
   * disabled.
   *
   * @param request - GPIO line request.
   * @param timeout_ns - Wait time limit in nanoseconds. If set to 0, the function returns
   * immediately. If set to a negative number, the function blocks indefinitely until an event
   * becomes available.
   * @returns 0 if wait timed out, -1 if an error occurred, 1 if an event is pending.
   */
  readonly gpiod_line_request_wait_edge_events: (request: LineRequestPtr, timeout_ns: bigint) => number;

  /**
   * Read a number of edge events from a line request.
   *
   * @remarks
   * Note: This function will block if no event was queued for the line request.
   *
   * Note: Any exising events in the buffer are overwritten. This is not an append operation.
   *
   * @param request - GPIO line request.
   * @param buffer - Edge event buffer, sized to hold at least `max_events`.
   * @param max_events - Maximum number of events to read.
   * @returns On success returns the number of events read from the file descriptor, on failure
   * return -1.
   */
  readonly gpiod_line_request_read_edge_events: (request: LineRequestPtr, buffer: EdgeEventBufferPtr, max_events: number) => number;

  /**
   * Free the edge event object.
   *
   * @param event - Edge event object to free.
   */
  readonly gpiod_edge_event_free: (event: EdgeEventPtr) => void;

  /**
   * Copy the edge event object.
   *
   * @param event - Edge event to copy.
   * @returns Copy of the edge event or `NULL` on error. The returned object must be freed by the
   * caller using {@link GpiodFunctions.gpiod_edge_event_free}.
   */
  readonly gpiod_edge_event_copy: (event: EdgeEventPtr) => EdgeEventPtr | NullPtr;

  /**
   * Get the event type.
   *
   * @param event - GPIO edge event.
   * @returns The event type ({@link EdgeEventType.RISING_EDGE} or
   * {@link EdgeEventType.FALLING_EDGE}).
   */
  readonly gpiod_edge_event_get_event_type: (event: EdgeEventPtr) => EdgeEventType;

  /**
   * Get the timestamp of the event.
   *
   * @remarks
   * Note: The source clock for the timestamp depends on the event_clock setting for the line.
   *
   * @param event - GPIO edge event.
   * @returns Timestamp in nanoseconds.
   */
  readonly gpiod_edge_event_get_timestamp_ns: (event: EdgeEventPtr) => bigint;

  /**
   * Get the offset of the line which triggered the event.
   *
   * @param event - GPIO edge event.
   * @returns Line offset.
   */
  readonly gpiod_edge_event_get_line_offset: (event: EdgeEventPtr) => number;

  /**
   * Get the global sequence number of the event.
   *
   * @param event - GPIO edge event.
   * @returns Sequence number of the event in the series of events for all lines in the associated
   * line request.
   */
  readonly gpiod_edge_event_get_global_seqno: (event: EdgeEventPtr) => number;

  /**
   * Get the event sequence number specific to the line.
   *
   * @param event - GPIO edge event.
   * @returns Sequence number of the event in the series of events only for this line within the
   * lifetime of the associated line request.
   */
  readonly gpiod_edge_event_get_line_seqno: (event: EdgeEventPtr) => number;

  /**
   * Create a new edge event buffer.
   *
   * @remarks
   * Note: If capacity equals 0, it will be set to a default value of 64. If capacity is larger than
   * 1024, it will be limited to 1024.
   *
   * Note: The user space buffer is independent of the kernel buffer
   * ({@link GpiodFunctions.gpiod_request_config_set_event_buffer_size}). As the user space buffer
   * is filled from the kernel buffer, there is no benefit making the user space buffer larger than
   * the kernel buffer. The default kernel buffer size for each request is (16 * num_lines).
   *
   * @param capacity - Number of events the buffer can store (min = 1, max = 1024).
   * @returns New edge event buffer or `NULL` on error.
   */
  readonly gpiod_edge_event_buffer_new: (capacity: number) => EdgeEventBufferPtr | NullPtr;

  /**
   * Get the capacity (the max number of events that can be stored) of the event buffer.
   *
   * @param buffer - Edge event buffer.
   * @returns The capacity of the buffer.
   */
  readonly gpiod_edge_event_buffer_get_capacity: (buffer: EdgeEventBufferPtr) => number;

  /**
   * Free the edge event buffer and release all associated resources.
   *
   * @param buffer - Edge event buffer to free.
   */
  readonly gpiod_edge_event_buffer_free: (buffer: EdgeEventBufferPtr) => void;

  /**
   * Get an event stored in the buffer.
   *
   * @remarks
   * Warning: Thread-safety: Since events are tied to the buffer instance, different threads may not
   * operate on the buffer and any associated events at the same time. Events can be copied using
   * {@link GpiodFunctions.gpiod_edge_event_copy} in order to create a standalone objects - which
   * each may safely be used from a different thread concurrently.
   *
   * @param buffer - Edge event buffer.
   * @param index - Index of the event in the buffer.
   * @returns Pointer to an event stored in the buffer. The lifetime of the event is tied to the
   * buffer object. Users must not free the event returned by this function.
   */
  readonly gpiod_edge_event_buffer_get_event: (buffer: EdgeEventBufferPtr, index: number) => EdgeEventPtr | NullPtr;

  /**
   * Get the number of events a buffer has stored.
   *
   * @param buffer - Edge event buffer.
   * @returns Number of events stored in the buffer.
   */
  readonly gpiod_edge_event_buffer_get_num_events: (buffer: EdgeEventBufferPtr) => number;

  /**
   * Check if the file pointed to by path is a GPIO chip character device.
   *
   * @param path - Path to check.
   * @returns True if the file exists and is either a GPIO chip character device or a symbolic link
   * to one.
   */
  readonly gpiod_is_gpiochip_device: (path: CString) => boolean;

  /**
   * Get the API version of the library as a human-readable string.
   *
   * @returns A valid pointer to a human-readable string containing the library version. The pointer
   * is valid for the lifetime of the program and must not be freed by the caller.
   */
  readonly gpiod_api_version: () => CString;
}

/** The functions of gpiod.h, in its order. */
export const functionNames = [
  'gpiod_chip_open',
  'gpiod_chip_close',
  'gpiod_chip_get_info',
  'gpiod_chip_get_path',
  'gpiod_chip_get_line_info',
  'gpiod_chip_watch_line_info',
  'gpiod_chip_unwatch_line_info',
  'gpiod_chip_get_fd',
  'gpiod_chip_wait_info_event',
  'gpiod_chip_read_info_event',
  'gpiod_chip_get_line_offset_from_name',
  'gpiod_chip_request_lines',
  'gpiod_chip_info_free',
  'gpiod_chip_info_get_name',
  'gpiod_chip_info_get_label',
  'gpiod_chip_info_get_num_lines',
  'gpiod_line_info_free',
  'gpiod_line_info_copy',
  'gpiod_line_info_get_offset',
  'gpiod_line_info_get_name',
  'gpiod_line_info_is_used',
  'gpiod_line_info_get_consumer',
  'gpiod_line_info_get_direction',
  'gpiod_line_info_get_edge_detection',
  'gpiod_line_info_get_bias',
  'gpiod_line_info_get_drive',
  'gpiod_line_info_is_active_low',
  'gpiod_line_info_is_debounced',
  'gpiod_line_info_get_debounce_period_us',
  'gpiod_line_info_get_event_clock',
  'gpiod_info_event_free',
  'gpiod_info_event_get_event_type',
  'gpiod_info_event_get_timestamp_ns',
  'gpiod_info_event_get_line_info',
  'gpiod_line_settings_new',
  'gpiod_line_settings_free',
  'gpiod_line_settings_reset',
  'gpiod_line_settings_copy',
  'gpiod_line_settings_set_direction',
  'gpiod_line_settings_get_direction',
  'gpiod_line_settings_set_edge_detection',
  'gpiod_line_settings_get_edge_detection',
  'gpiod_line_settings_set_bias',
  'gpiod_line_settings_get_bias',
  'gpiod_line_settings_set_drive',
  'gpiod_line_settings_get_drive',
  'gpiod_line_settings_set_active_low',
  'gpiod_line_settings_get_active_low',
  'gpiod_line_settings_set_debounce_period_us',
  'gpiod_line_settings_get_debounce_period_us',
  'gpiod_line_settings_set_event_clock',
  'gpiod_line_settings_get_event_clock',
  'gpiod_line_settings_set_output_value',
  'gpiod_line_settings_get_output_value',
  'gpiod_line_config_new',
  'gpiod_line_config_free',
  'gpiod_line_config_reset',
  'gpiod_line_config_add_line_settings',
  'gpiod_line_config_get_line_settings',
  'gpiod_line_config_set_output_values',
  'gpiod_line_config_get_num_configured_offsets',
  'gpiod_line_config_get_configured_offsets',
  'gpiod_request_config_new',
  'gpiod_request_config_free',
  'gpiod_request_config_set_consumer',
  'gpiod_request_config_get_consumer',
  'gpiod_request_config_set_event_buffer_size',
  'gpiod_request_config_get_event_buffer_size',
  'gpiod_line_request_release',
  'gpiod_line_request_get_chip_name',
  'gpiod_line_request_get_num_requested_lines',
  'gpiod_line_request_get_requested_offsets',
  'gpiod_line_request_get_value',
  'gpiod_line_request_get_values_subset',
  'gpiod_line_request_get_values',
  'gpiod_line_request_set_value',
  'gpiod_line_request_set_values_subset',
  'gpiod_line_request_set_values',
  'gpiod_line_request_reconfigure_lines',
  'gpiod_line_request_get_fd',
  'gpiod_line_request_wait_edge_events',
  'gpiod_line_request_read_edge_events',
  'gpiod_edge_event_free',
  'gpiod_edge_event_copy',
  'gpiod_edge_event_get_event_type',
  'gpiod_edge_event_get_timestamp_ns',
  'gpiod_edge_event_get_line_offset',
  'gpiod_edge_event_get_global_seqno',
  'gpiod_edge_event_get_line_seqno',
  'gpiod_edge_event_buffer_new',
  'gpiod_edge_event_buffer_get_capacity',
  'gpiod_edge_event_buffer_free',
  'gpiod_edge_event_buffer_get_event',
  'gpiod_edge_event_buffer_get_num_events',
  'gpiod_is_gpiochip_device',
  'gpiod_api_version',
] as const satisfies readonly (keyof GpiodFunctions)[];

/**
 * The functions of one guest. A property is the wasm export itself wherever its result needs no
 * conversion. The constructor throws where the guest does not export a function of gpiod.h. As a value
 * it is declared in one line.
 */
export const BoundFunctions: new (exports: WasmExports) => GpiodFunctions = class
  implements GpiodFunctions
{
  declare readonly gpiod_chip_open: GpiodFunctions['gpiod_chip_open'];
  declare readonly gpiod_chip_close: GpiodFunctions['gpiod_chip_close'];
  declare readonly gpiod_chip_get_info: GpiodFunctions['gpiod_chip_get_info'];
  declare readonly gpiod_chip_get_path: GpiodFunctions['gpiod_chip_get_path'];
  declare readonly gpiod_chip_get_line_info: GpiodFunctions['gpiod_chip_get_line_info'];
  declare readonly gpiod_chip_watch_line_info: GpiodFunctions['gpiod_chip_watch_line_info'];
  declare readonly gpiod_chip_unwatch_line_info: GpiodFunctions['gpiod_chip_unwatch_line_info'];
  declare readonly gpiod_chip_get_fd: GpiodFunctions['gpiod_chip_get_fd'];
  declare readonly gpiod_chip_wait_info_event: GpiodFunctions['gpiod_chip_wait_info_event'];
  declare readonly gpiod_chip_read_info_event: GpiodFunctions['gpiod_chip_read_info_event'];
  declare readonly gpiod_chip_get_line_offset_from_name: GpiodFunctions['gpiod_chip_get_line_offset_from_name'];
  declare readonly gpiod_chip_request_lines: GpiodFunctions['gpiod_chip_request_lines'];
  declare readonly gpiod_chip_info_free: GpiodFunctions['gpiod_chip_info_free'];
  declare readonly gpiod_chip_info_get_name: GpiodFunctions['gpiod_chip_info_get_name'];
  declare readonly gpiod_chip_info_get_label: GpiodFunctions['gpiod_chip_info_get_label'];
  declare readonly gpiod_chip_info_get_num_lines: GpiodFunctions['gpiod_chip_info_get_num_lines'];
  declare readonly gpiod_line_info_free: GpiodFunctions['gpiod_line_info_free'];
  declare readonly gpiod_line_info_copy: GpiodFunctions['gpiod_line_info_copy'];
  declare readonly gpiod_line_info_get_offset: GpiodFunctions['gpiod_line_info_get_offset'];
  declare readonly gpiod_line_info_get_name: GpiodFunctions['gpiod_line_info_get_name'];
  declare readonly gpiod_line_info_is_used: GpiodFunctions['gpiod_line_info_is_used'];
  declare readonly gpiod_line_info_get_consumer: GpiodFunctions['gpiod_line_info_get_consumer'];
  declare readonly gpiod_line_info_get_direction: GpiodFunctions['gpiod_line_info_get_direction'];
  declare readonly gpiod_line_info_get_edge_detection: GpiodFunctions['gpiod_line_info_get_edge_detection'];
  declare readonly gpiod_line_info_get_bias: GpiodFunctions['gpiod_line_info_get_bias'];
  declare readonly gpiod_line_info_get_drive: GpiodFunctions['gpiod_line_info_get_drive'];
  declare readonly gpiod_line_info_is_active_low: GpiodFunctions['gpiod_line_info_is_active_low'];
  declare readonly gpiod_line_info_is_debounced: GpiodFunctions['gpiod_line_info_is_debounced'];
  declare readonly gpiod_line_info_get_debounce_period_us: GpiodFunctions['gpiod_line_info_get_debounce_period_us'];
  declare readonly gpiod_line_info_get_event_clock: GpiodFunctions['gpiod_line_info_get_event_clock'];
  declare readonly gpiod_info_event_free: GpiodFunctions['gpiod_info_event_free'];
  declare readonly gpiod_info_event_get_event_type: GpiodFunctions['gpiod_info_event_get_event_type'];
  declare readonly gpiod_info_event_get_timestamp_ns: GpiodFunctions['gpiod_info_event_get_timestamp_ns'];
  declare readonly gpiod_info_event_get_line_info: GpiodFunctions['gpiod_info_event_get_line_info'];
  declare readonly gpiod_line_settings_new: GpiodFunctions['gpiod_line_settings_new'];
  declare readonly gpiod_line_settings_free: GpiodFunctions['gpiod_line_settings_free'];
  declare readonly gpiod_line_settings_reset: GpiodFunctions['gpiod_line_settings_reset'];
  declare readonly gpiod_line_settings_copy: GpiodFunctions['gpiod_line_settings_copy'];
  declare readonly gpiod_line_settings_set_direction: GpiodFunctions['gpiod_line_settings_set_direction'];
  declare readonly gpiod_line_settings_get_direction: GpiodFunctions['gpiod_line_settings_get_direction'];
  declare readonly gpiod_line_settings_set_edge_detection: GpiodFunctions['gpiod_line_settings_set_edge_detection'];
  declare readonly gpiod_line_settings_get_edge_detection: GpiodFunctions['gpiod_line_settings_get_edge_detection'];
  declare readonly gpiod_line_settings_set_bias: GpiodFunctions['gpiod_line_settings_set_bias'];
  declare readonly gpiod_line_settings_get_bias: GpiodFunctions['gpiod_line_settings_get_bias'];
  declare readonly gpiod_line_settings_set_drive: GpiodFunctions['gpiod_line_settings_set_drive'];
  declare readonly gpiod_line_settings_get_drive: GpiodFunctions['gpiod_line_settings_get_drive'];
  declare readonly gpiod_line_settings_set_active_low: GpiodFunctions['gpiod_line_settings_set_active_low'];
  declare readonly gpiod_line_settings_get_active_low: GpiodFunctions['gpiod_line_settings_get_active_low'];
  declare readonly gpiod_line_settings_set_debounce_period_us: GpiodFunctions['gpiod_line_settings_set_debounce_period_us'];
  declare readonly gpiod_line_settings_get_debounce_period_us: GpiodFunctions['gpiod_line_settings_get_debounce_period_us'];
  declare readonly gpiod_line_settings_set_event_clock: GpiodFunctions['gpiod_line_settings_set_event_clock'];
  declare readonly gpiod_line_settings_get_event_clock: GpiodFunctions['gpiod_line_settings_get_event_clock'];
  declare readonly gpiod_line_settings_set_output_value: GpiodFunctions['gpiod_line_settings_set_output_value'];
  declare readonly gpiod_line_settings_get_output_value: GpiodFunctions['gpiod_line_settings_get_output_value'];
  declare readonly gpiod_line_config_new: GpiodFunctions['gpiod_line_config_new'];
  declare readonly gpiod_line_config_free: GpiodFunctions['gpiod_line_config_free'];
  declare readonly gpiod_line_config_reset: GpiodFunctions['gpiod_line_config_reset'];
  declare readonly gpiod_line_config_add_line_settings: GpiodFunctions['gpiod_line_config_add_line_settings'];
  declare readonly gpiod_line_config_get_line_settings: GpiodFunctions['gpiod_line_config_get_line_settings'];
  declare readonly gpiod_line_config_set_output_values: GpiodFunctions['gpiod_line_config_set_output_values'];
  declare readonly gpiod_line_config_get_num_configured_offsets: GpiodFunctions['gpiod_line_config_get_num_configured_offsets'];
  declare readonly gpiod_line_config_get_configured_offsets: GpiodFunctions['gpiod_line_config_get_configured_offsets'];
  declare readonly gpiod_request_config_new: GpiodFunctions['gpiod_request_config_new'];
  declare readonly gpiod_request_config_free: GpiodFunctions['gpiod_request_config_free'];
  declare readonly gpiod_request_config_set_consumer: GpiodFunctions['gpiod_request_config_set_consumer'];
  declare readonly gpiod_request_config_get_consumer: GpiodFunctions['gpiod_request_config_get_consumer'];
  declare readonly gpiod_request_config_set_event_buffer_size: GpiodFunctions['gpiod_request_config_set_event_buffer_size'];
  declare readonly gpiod_request_config_get_event_buffer_size: GpiodFunctions['gpiod_request_config_get_event_buffer_size'];
  declare readonly gpiod_line_request_release: GpiodFunctions['gpiod_line_request_release'];
  declare readonly gpiod_line_request_get_chip_name: GpiodFunctions['gpiod_line_request_get_chip_name'];
  declare readonly gpiod_line_request_get_num_requested_lines: GpiodFunctions['gpiod_line_request_get_num_requested_lines'];
  declare readonly gpiod_line_request_get_requested_offsets: GpiodFunctions['gpiod_line_request_get_requested_offsets'];
  declare readonly gpiod_line_request_get_value: GpiodFunctions['gpiod_line_request_get_value'];
  declare readonly gpiod_line_request_get_values_subset: GpiodFunctions['gpiod_line_request_get_values_subset'];
  declare readonly gpiod_line_request_get_values: GpiodFunctions['gpiod_line_request_get_values'];
  declare readonly gpiod_line_request_set_value: GpiodFunctions['gpiod_line_request_set_value'];
  declare readonly gpiod_line_request_set_values_subset: GpiodFunctions['gpiod_line_request_set_values_subset'];
  declare readonly gpiod_line_request_set_values: GpiodFunctions['gpiod_line_request_set_values'];
  declare readonly gpiod_line_request_reconfigure_lines: GpiodFunctions['gpiod_line_request_reconfigure_lines'];
  declare readonly gpiod_line_request_get_fd: GpiodFunctions['gpiod_line_request_get_fd'];
  declare readonly gpiod_line_request_wait_edge_events: GpiodFunctions['gpiod_line_request_wait_edge_events'];
  declare readonly gpiod_line_request_read_edge_events: GpiodFunctions['gpiod_line_request_read_edge_events'];
  declare readonly gpiod_edge_event_free: GpiodFunctions['gpiod_edge_event_free'];
  declare readonly gpiod_edge_event_copy: GpiodFunctions['gpiod_edge_event_copy'];
  declare readonly gpiod_edge_event_get_event_type: GpiodFunctions['gpiod_edge_event_get_event_type'];
  declare readonly gpiod_edge_event_get_timestamp_ns: GpiodFunctions['gpiod_edge_event_get_timestamp_ns'];
  declare readonly gpiod_edge_event_get_line_offset: GpiodFunctions['gpiod_edge_event_get_line_offset'];
  declare readonly gpiod_edge_event_get_global_seqno: GpiodFunctions['gpiod_edge_event_get_global_seqno'];
  declare readonly gpiod_edge_event_get_line_seqno: GpiodFunctions['gpiod_edge_event_get_line_seqno'];
  declare readonly gpiod_edge_event_buffer_new: GpiodFunctions['gpiod_edge_event_buffer_new'];
  declare readonly gpiod_edge_event_buffer_get_capacity: GpiodFunctions['gpiod_edge_event_buffer_get_capacity'];
  declare readonly gpiod_edge_event_buffer_free: GpiodFunctions['gpiod_edge_event_buffer_free'];
  declare readonly gpiod_edge_event_buffer_get_event: GpiodFunctions['gpiod_edge_event_buffer_get_event'];
  declare readonly gpiod_edge_event_buffer_get_num_events: GpiodFunctions['gpiod_edge_event_buffer_get_num_events'];
  declare readonly gpiod_is_gpiochip_device: GpiodFunctions['gpiod_is_gpiochip_device'];
  declare readonly gpiod_api_version: GpiodFunctions['gpiod_api_version'];

  constructor(exports: WasmExports) {
    // The types are those after conversion: until then a bool is a number, a uint64_t signed.
    const c = requireFunctions(exports, functionNames) as unknown as GpiodFunctions;
    this.gpiod_chip_open = c.gpiod_chip_open;
    this.gpiod_chip_close = c.gpiod_chip_close;
    this.gpiod_chip_get_info = c.gpiod_chip_get_info;
    this.gpiod_chip_get_path = c.gpiod_chip_get_path;
    this.gpiod_chip_get_line_info = c.gpiod_chip_get_line_info;
    this.gpiod_chip_watch_line_info = c.gpiod_chip_watch_line_info;
    this.gpiod_chip_unwatch_line_info = c.gpiod_chip_unwatch_line_info;
    this.gpiod_chip_get_fd = c.gpiod_chip_get_fd;
    this.gpiod_chip_wait_info_event = c.gpiod_chip_wait_info_event;
    this.gpiod_chip_read_info_event = c.gpiod_chip_read_info_event;
    this.gpiod_chip_get_line_offset_from_name = c.gpiod_chip_get_line_offset_from_name;
    this.gpiod_chip_request_lines = c.gpiod_chip_request_lines;
    this.gpiod_chip_info_free = c.gpiod_chip_info_free;
    this.gpiod_chip_info_get_name = c.gpiod_chip_info_get_name;
    this.gpiod_chip_info_get_label = c.gpiod_chip_info_get_label;
    const { gpiod_chip_info_get_num_lines } = c;
    this.gpiod_chip_info_get_num_lines = (info) => gpiod_chip_info_get_num_lines(info) >>> 0;
    this.gpiod_line_info_free = c.gpiod_line_info_free;
    this.gpiod_line_info_copy = c.gpiod_line_info_copy;
    const { gpiod_line_info_get_offset } = c;
    this.gpiod_line_info_get_offset = (info) => gpiod_line_info_get_offset(info) >>> 0;
    this.gpiod_line_info_get_name = c.gpiod_line_info_get_name;
    const { gpiod_line_info_is_used } = c;
    this.gpiod_line_info_is_used = (info) => !!gpiod_line_info_is_used(info);
    this.gpiod_line_info_get_consumer = c.gpiod_line_info_get_consumer;
    this.gpiod_line_info_get_direction = c.gpiod_line_info_get_direction;
    this.gpiod_line_info_get_edge_detection = c.gpiod_line_info_get_edge_detection;
    this.gpiod_line_info_get_bias = c.gpiod_line_info_get_bias;
    this.gpiod_line_info_get_drive = c.gpiod_line_info_get_drive;
    const { gpiod_line_info_is_active_low } = c;
    this.gpiod_line_info_is_active_low = (info) => !!gpiod_line_info_is_active_low(info);
    const { gpiod_line_info_is_debounced } = c;
    this.gpiod_line_info_is_debounced = (info) => !!gpiod_line_info_is_debounced(info);
    const { gpiod_line_info_get_debounce_period_us } = c;
    this.gpiod_line_info_get_debounce_period_us = (info) => gpiod_line_info_get_debounce_period_us(info) >>> 0;
    this.gpiod_line_info_get_event_clock = c.gpiod_line_info_get_event_clock;
    this.gpiod_info_event_free = c.gpiod_info_event_free;
    this.gpiod_info_event_get_event_type = c.gpiod_info_event_get_event_type;
    const { gpiod_info_event_get_timestamp_ns } = c;
    this.gpiod_info_event_get_timestamp_ns = (event) => BigInt.asUintN(64, gpiod_info_event_get_timestamp_ns(event));
    this.gpiod_info_event_get_line_info = c.gpiod_info_event_get_line_info;
    this.gpiod_line_settings_new = c.gpiod_line_settings_new;
    this.gpiod_line_settings_free = c.gpiod_line_settings_free;
    this.gpiod_line_settings_reset = c.gpiod_line_settings_reset;
    this.gpiod_line_settings_copy = c.gpiod_line_settings_copy;
    this.gpiod_line_settings_set_direction = c.gpiod_line_settings_set_direction;
    this.gpiod_line_settings_get_direction = c.gpiod_line_settings_get_direction;
    this.gpiod_line_settings_set_edge_detection = c.gpiod_line_settings_set_edge_detection;
    this.gpiod_line_settings_get_edge_detection = c.gpiod_line_settings_get_edge_detection;
    this.gpiod_line_settings_set_bias = c.gpiod_line_settings_set_bias;
    this.gpiod_line_settings_get_bias = c.gpiod_line_settings_get_bias;
    this.gpiod_line_settings_set_drive = c.gpiod_line_settings_set_drive;
    this.gpiod_line_settings_get_drive = c.gpiod_line_settings_get_drive;
    this.gpiod_line_settings_set_active_low = c.gpiod_line_settings_set_active_low;
    const { gpiod_line_settings_get_active_low } = c;
    this.gpiod_line_settings_get_active_low = (settings) => !!gpiod_line_settings_get_active_low(settings);
    this.gpiod_line_settings_set_debounce_period_us = c.gpiod_line_settings_set_debounce_period_us;
    const { gpiod_line_settings_get_debounce_period_us } = c;
    this.gpiod_line_settings_get_debounce_period_us = (settings) => gpiod_line_settings_get_debounce_period_us(settings) >>> 0;
    this.gpiod_line_settings_set_event_clock = c.gpiod_line_settings_set_event_clock;
    this.gpiod_line_settings_get_event_clock = c.gpiod_line_settings_get_event_clock;
    this.gpiod_line_settings_set_output_value = c.gpiod_line_settings_set_output_value;
    this.gpiod_line_settings_get_output_value = c.gpiod_line_settings_get_output_value;
    this.gpiod_line_config_new = c.gpiod_line_config_new;
    this.gpiod_line_config_free = c.gpiod_line_config_free;
    this.gpiod_line_config_reset = c.gpiod_line_config_reset;
    this.gpiod_line_config_add_line_settings = c.gpiod_line_config_add_line_settings;
    this.gpiod_line_config_get_line_settings = c.gpiod_line_config_get_line_settings;
    this.gpiod_line_config_set_output_values = c.gpiod_line_config_set_output_values;
    const { gpiod_line_config_get_num_configured_offsets } = c;
    this.gpiod_line_config_get_num_configured_offsets = (config) => gpiod_line_config_get_num_configured_offsets(config) >>> 0;
    const { gpiod_line_config_get_configured_offsets } = c;
    this.gpiod_line_config_get_configured_offsets = (config, offsets, max_offsets) => gpiod_line_config_get_configured_offsets(config, offsets, max_offsets) >>> 0;
    this.gpiod_request_config_new = c.gpiod_request_config_new;
    this.gpiod_request_config_free = c.gpiod_request_config_free;
    this.gpiod_request_config_set_consumer = c.gpiod_request_config_set_consumer;
    this.gpiod_request_config_get_consumer = c.gpiod_request_config_get_consumer;
    this.gpiod_request_config_set_event_buffer_size = c.gpiod_request_config_set_event_buffer_size;
    const { gpiod_request_config_get_event_buffer_size } = c;
    this.gpiod_request_config_get_event_buffer_size = (config) => gpiod_request_config_get_event_buffer_size(config) >>> 0;
    this.gpiod_line_request_release = c.gpiod_line_request_release;
    this.gpiod_line_request_get_chip_name = c.gpiod_line_request_get_chip_name;
    const { gpiod_line_request_get_num_requested_lines } = c;
    this.gpiod_line_request_get_num_requested_lines = (request) => gpiod_line_request_get_num_requested_lines(request) >>> 0;
    const { gpiod_line_request_get_requested_offsets } = c;
    this.gpiod_line_request_get_requested_offsets = (request, offsets, max_offsets) => gpiod_line_request_get_requested_offsets(request, offsets, max_offsets) >>> 0;
    this.gpiod_line_request_get_value = c.gpiod_line_request_get_value;
    this.gpiod_line_request_get_values_subset = c.gpiod_line_request_get_values_subset;
    this.gpiod_line_request_get_values = c.gpiod_line_request_get_values;
    this.gpiod_line_request_set_value = c.gpiod_line_request_set_value;
    this.gpiod_line_request_set_values_subset = c.gpiod_line_request_set_values_subset;
    this.gpiod_line_request_set_values = c.gpiod_line_request_set_values;
    this.gpiod_line_request_reconfigure_lines = c.gpiod_line_request_reconfigure_lines;
    this.gpiod_line_request_get_fd = c.gpiod_line_request_get_fd;
    this.gpiod_line_request_wait_edge_events = c.gpiod_line_request_wait_edge_events;
    this.gpiod_line_request_read_edge_events = c.gpiod_line_request_read_edge_events;
    this.gpiod_edge_event_free = c.gpiod_edge_event_free;
    this.gpiod_edge_event_copy = c.gpiod_edge_event_copy;
    this.gpiod_edge_event_get_event_type = c.gpiod_edge_event_get_event_type;
    const { gpiod_edge_event_get_timestamp_ns } = c;
    this.gpiod_edge_event_get_timestamp_ns = (event) => BigInt.asUintN(64, gpiod_edge_event_get_timestamp_ns(event));
    const { gpiod_edge_event_get_line_offset } = c;
    this.gpiod_edge_event_get_line_offset = (event) => gpiod_edge_event_get_line_offset(event) >>> 0;
    const { gpiod_edge_event_get_global_seqno } = c;
    this.gpiod_edge_event_get_global_seqno = (event) => gpiod_edge_event_get_global_seqno(event) >>> 0;
    const { gpiod_edge_event_get_line_seqno } = c;
    this.gpiod_edge_event_get_line_seqno = (event) => gpiod_edge_event_get_line_seqno(event) >>> 0;
    this.gpiod_edge_event_buffer_new = c.gpiod_edge_event_buffer_new;
    const { gpiod_edge_event_buffer_get_capacity } = c;
    this.gpiod_edge_event_buffer_get_capacity = (buffer) => gpiod_edge_event_buffer_get_capacity(buffer) >>> 0;
    this.gpiod_edge_event_buffer_free = c.gpiod_edge_event_buffer_free;
    this.gpiod_edge_event_buffer_get_event = c.gpiod_edge_event_buffer_get_event;
    const { gpiod_edge_event_buffer_get_num_events } = c;
    this.gpiod_edge_event_buffer_get_num_events = (buffer) => gpiod_edge_event_buffer_get_num_events(buffer) >>> 0;
    const { gpiod_is_gpiochip_device } = c;
    this.gpiod_is_gpiochip_device = (path) => !!gpiod_is_gpiochip_device(path);
    this.gpiod_api_version = c.gpiod_api_version;
  }
};
