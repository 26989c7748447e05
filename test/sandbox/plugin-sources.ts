/** A plugin's source, and what the compiler has to know beside. */
export interface PluginSource {
  readonly path: URL;
  readonly flags?: readonly string[];
}

const example = (file: string): URL => new URL(`../../wasm/examples/${file}`, import.meta.url);

/** The project's own examples in C. */
export const examples = {
  blink: { path: example('blink.c') },
  button: { path: example('button-to-led.c') },
  reactor: { path: example('reactor.c'), flags: ['-mexec-model=reactor'] },
} as const satisfies Record<string, PluginSource>;

/** The same as button-to-led.c, in AssemblyScript: the settings of its compiler. */
export const assemblyScriptExample = example('assemblyscript/asconfig.json');

/** A plugin that does what its argument says, none of it good. */
export const misbehave: PluginSource = {
  path: new URL('./plugins/misbehave.c', import.meta.url),
};

/** Upstream's example programs. */
const upstreamExamples = [
  'async_watch_line_value',
  'find_line_by_name',
  'get_chip_info',
  'get_line_info',
  'get_line_value',
  'get_multiple_line_values',
  'reconfigure_input_to_output',
  'toggle_line_value',
  'toggle_multiple_line_values',
  'watch_line_info',
  'watch_line_rising',
  'watch_line_value',
  'watch_multiple_line_values',
] as const;

export type UpstreamExample = (typeof upstreamExamples)[number];

/** Their sources, as they are. */
export function upstreamSources(): Readonly<Record<UpstreamExample, PluginSource>> {
  const folder = new URL('../../libgpiod/source/examples/', import.meta.url);
  return Object.fromEntries(
    upstreamExamples.map((name) => [name, { path: new URL(`${name}.c`, folder) }]),
  ) as Record<UpstreamExample, PluginSource>;
}
