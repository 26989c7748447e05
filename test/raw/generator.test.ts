import { describe, expect, it } from 'vitest';
import { compareFiles, compareNames } from '../../scripts/check/generated.js';
import { commonPrefix } from '../../scripts/generate/ast.js';
import { parseC, upstreamHeaders } from '../../scripts/generate/clang.js';
import { mapType, typeScriptName } from '../../scripts/generate/ctypes.js';
import { trailingComment, tsdoc, tsdocText } from '../../scripts/generate/doc.js';
import { emitEnums, emitFunctions, emitTypes } from '../../scripts/generate/emit-raw.js';
import { emitRequests, emitUapi } from '../../scripts/generate/emit-uapi.js';
import { readHeader } from '../../scripts/generate/header.js';
import { readUapi } from '../../scripts/generate/uapi.js';

const noLinks = () => undefined;
// The compiler is 100 MB of WebAssembly: its first run takes seconds.
const timeout = 60_000;

async function generateFrom(header: string) {
  const model = readHeader(await parseC('#include "x.h"\n', { 'x.h': header }), header);
  return {
    types: emitTypes(model),
    enums: emitEnums(model),
    functions: emitFunctions(model),
  };
}

describe('C types', () => {
  it('map to what arrives in JavaScript', () => {
    expect(mapType('const struct gpiod_line_info *')).toEqual({
      type: 'LineInfoPtr',
      pointer: true,
    });
    expect(mapType('const char *').type).toBe('CString');
    expect(mapType('unsigned int *').type).toBe('UintPtr');
    expect(mapType('enum gpiod_line_value *').type).toBe('LineValuePtr');
    expect(mapType('enum gpiod_line_value').type).toBe('LineValue');
    expect(mapType('size_t').fromWasm?.('f()')).toBe('f() >>> 0');
    expect(mapType('uint64_t').fromWasm?.('f()')).toBe('BigInt.asUintN(64, f())');
    expect(mapType('int').fromWasm).toBeUndefined();
  });

  it('are refused where the generator does not know them', () => {
    for (const type of ['float', 'int *', 'char **', 'struct gpiod_chip']) {
      expect(() => mapType(type)).toThrow(`does not know the C type "${type}"`);
    }
    expect(() => typeScriptName('other_thing')).toThrow(/does not start with gpiod_/);
  });

  it('lose what all names of an enum repeat', () => {
    expect(commonPrefix(['A_B_ON', 'A_B_OFF'])).toBe('A_B_');
    expect(commonPrefix(['A_B_PULL_UP', 'A_B_PULL_DOWN'])).toBe('A_B_PULL_');
    expect(commonPrefix(['ONE', 'TWO'])).toBe('');
  });
});

describe('documentation', () => {
  it('links names and escapes what TSDoc would read as its own', () => {
    const link = (name: string) => (name === 'gpiod_x' ? '{@link X}' : undefined);
    expect(tsdocText('call ::gpiod_x,\n  or NULL (min = {1})', link)).toBe(
      'call {@link X}, or `NULL` (min = \\{1\\})',
    );
    expect(tsdocText('see :gpiod_x.', link)).toBe('see {@link X}.');
  });

  it('is found between an enumerator and the next', () => {
    expect(trailingComment(',\n\t/**< Two\n\t *   lines. */\n\t', noLinks)).toBe('Two lines.');
    expect(trailingComment(',\n', noLinks)).toBe('');
  });

  it('breaks lines but no links', () => {
    const summary = `${'word '.repeat(18)}{@link GpiodFunctions.x}`;
    const text = tsdoc({ summary, remarks: [], params: new Map(), returns: '' }, '  ');
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect(text).toContain('{@link GpiodFunctions.x}');
  });
});

describe('a header', () => {
  const header = `
    #include <stdbool.h>
    #include <stdint.h>
    /** @brief States. */
    enum gpiod_state { GPIOD_STATE_BAD = -1, /**< Wrong. */
      GPIOD_STATE_NONE,
      /**< See ::gpiod_thing_new. */
      GPIOD_STATE_FULL = 7
    };
    struct gpiod_thing;
    /**
     * @brief Make a thing.
     * @param name What to call it. Can be NULL.
     * @return Thing or NULL. Free it with ::gpiod_thing_free.
     * @note Slow.
     *
     * More about \\p name.
     */
    struct gpiod_thing *gpiod_thing_new(const char *name);
    /** @brief Free it. */
    void gpiod_thing_free(struct gpiod_thing *thing);
    uint64_t gpiod_thing_age(const struct gpiod_thing *thing, int64_t now, unsigned int n);
    bool gpiod_thing_fill(struct gpiod_thing *thing, const enum gpiod_state *states);
  `;

  it(
    'becomes typed functions with their documentation',
    async () => {
      const { functions } = await generateFrom(header);
      expect(functions).toContain(
        'readonly gpiod_thing_new: (name: CString | NullPtr) => ThingPtr | NullPtr;',
      );
      expect(functions).toContain(
        'readonly gpiod_thing_age: (thing: ThingPtr, now: bigint, n: number) => bigint;',
      );
      expect(functions).toContain(
        'this.gpiod_thing_age = (thing, now, n) => BigInt.asUintN(64, gpiod_thing_age(thing, now, n));',
      );
      expect(functions).toContain('this.gpiod_thing_free = c.gpiod_thing_free;');
      expect(functions).toContain(`  /**
   * Make a thing.
   *
   * @remarks
   * Note: Slow.
   *
   * More about \`name\`.
   *
   * @param name - What to call it. Can be \`NULL\`.
   * @returns Thing or \`NULL\`. Free it with {@link GpiodFunctions.gpiod_thing_free}.
   */`);
    },
    timeout,
  );

  it(
    'becomes enums with the values that C gives them',
    async () => {
      const { enums, types } = await generateFrom(header);
      expect(enums).toContain(`export const State = {
  /** Wrong. */
  BAD: -1,
  /** See {@link GpiodFunctions.gpiod_thing_new}. */
  NONE: 0,
  FULL: 7,
} as const;`);
      expect(types).toContain(
        "export type StatePtr = number & { readonly __ctype: 'enum gpiod_state *' };",
      );
      expect(types).toContain('export type ThingPtr');
    },
    timeout,
  );

  it(
    'with an error fails with what the compiler says',
    async () => {
      await expect(parseC('int f(;\n', {})).rejects.toThrow(/main\.c:1:\d+: error:/);
    },
    timeout,
  );
});

describe('a kernel header', () => {
  it(
    'becomes layouts and numbers',
    async () => {
      const { 'gpio.h': _replaced, ...linux } = upstreamHeaders();
      const model = await readUapi({
        ...linux,
        'gpio.h': `
        #include <linux/const.h>
        #include <linux/ioctl.h>
        #include <linux/types.h>
        #define SIZE 3
        #define BIG (_ULL(1) << 63)
        #define CALL(x) (x)
        enum { A_ONE = 1, A_TWO };
        struct inner { __u8 tag; __aligned_u64 wide; };
        struct outer { char name[SIZE]; struct inner list[2]; union { __s32 fd; __u16 half; }; };
        #define SET_IOCTL _IOWR(0xB4, 0x21, struct outer)
        #define DROP_IOCTL _IOWR(0xB4, 0x22, __u32)
      `,
      });
      const text = emitUapi(model);
      expect(text).toContain('export const SIZE = 3;\nexport const BIG = 9223372036854775808n;\n');
      expect(text).not.toContain('CALL');
      expect(text).toContain('export const a = {\n  ONE: 1,\n  TWO: 2,\n}');
      expect(text).toContain(`  size: 48,
  members: {
    name: { offset: 0, size: 3, type: 'char', count: 3 },
    list: { offset: 8, size: 32, type: inner, count: 2 },
    fd: { offset: 40, size: 4, type: 's32' },
    half: { offset: 40, size: 2, type: 'u16' },
  },`);
      expect(emitRequests(model)).toContain('export const SET_IOCTL = 0xc030b421;');
      expect(text).toContain("name: 'SET_IOCTL', request: requests.SET_IOCTL, argument: outer");
      expect(text).toContain("name: 'DROP_IOCTL', request: requests.DROP_IOCTL, argument: 'u32'");
    },
    timeout,
  );
});

describe('the check of generated code', () => {
  it('reports files that differ, are missing or are not generated', () => {
    const fresh = new Map([
      ['same', '1'],
      ['changed', '2'],
      ['missing', '3'],
    ]);
    const committed = new Map([
      ['same', '1'],
      ['changed', 'x'],
      ['extra', '4'],
    ]);
    expect(compareFiles(fresh, committed)).toEqual([
      'changed is out of date: run npm run generate',
      'missing is missing: run npm run generate',
      'extra is not written by npm run generate: remove it',
    ]);
  });

  it('reports functions without type or export, and exports that nobody documents', () => {
    const ours = [
      'memory',
      '_initialize',
      'malloc',
      'free',
      'gpio_guest_errno',
      'gpio_guest_capture',
    ];
    expect(compareNames(['f'], ['f'], ['f', ...ours])).toEqual([]);
    expect(compareNames(['f', 'g'], ['f', 'h'], ['f', 'h', 'k', ...ours.slice(1)])).toEqual([
      'g of gpiod.h is not in the generated types',
      'h has a type but is not in gpiod.h',
      'dist/libgpiod.wasm does not export g',
      'dist/libgpiod.wasm does not export memory',
      'dist/libgpiod.wasm exports h, which is neither in gpiod.h nor documented',
      'dist/libgpiod.wasm exports k, which is neither in gpiod.h nor documented',
    ]);
  });
});
