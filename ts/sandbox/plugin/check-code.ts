import { type ModuleReader, refuse } from './module-reader.js';

/*
 * Checking and compiling a function takes V8 time and memory by the square of its size and by the product
 * with its locals, neither of which can be interrupted or is counted to anybody: some hundred kilobytes of
 * the right instructions take all memory that there is. Real functions are far below all of these.
 */
const MAX_FUNCTION_BYTES = 0x1_0000;
const MAX_LOCALS_TIMES_BYTES = 2 ** 24;
const MAX_LOCALS = 10_000_000;
const MAX_PARAMETERS = 64;
const MAX_RESULTS = 16;
/** V8 keeps each kind of function for as long as the process lives, and ends the process at a million. */
const MAX_TYPES = 1000;

const FUNCTION_TYPE = 0x60;
/** i32, i64, f32, f64, v128, funcref, externref: those of one byte. */
const VALUE_TYPES: readonly number[] = [0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f];

function checkValues(section: ModuleReader, most: number, what: string): void {
  const count = section.u32();
  if (count > most) refuse(`it has a function of more than ${most} ${what}`);
  for (let i = 0; i < count; i += 1) {
    if (!VALUE_TYPES.includes(section.byte())) refuse('it has a value of an unknown type');
  }
}

/** Objects of the garbage collector are among the types that are refused. */
export function checkTypes(section: ModuleReader): void {
  const types = section.u32();
  if (types > MAX_TYPES) refuse(`it has more than ${MAX_TYPES} types`);
  for (let count = types; count > 0; count -= 1) {
    if (section.byte() !== FUNCTION_TYPE) refuse('it has a type that is no function');
    checkValues(section, MAX_PARAMETERS, 'parameters');
    checkValues(section, MAX_RESULTS, 'results');
  }
}

/** Refuses functions that would be bombs to a compiler. */
export function checkCode(section: ModuleReader): void {
  let allLocals = 0;
  for (let count = section.u32(); count > 0; count -= 1) {
    const body = section.part();
    const size = body.end - body.at;
    let locals = 0;
    for (let groups = body.u32(); groups > 0; groups -= 1) {
      locals += body.u32();
      if (!VALUE_TYPES.includes(body.byte())) refuse('it has a local of an unknown type');
    }
    allLocals += locals;
    if (size > MAX_FUNCTION_BYTES) {
      refuse(`it has a function of ${size} bytes; ${MAX_FUNCTION_BYTES} are allowed`);
    }
    if (locals * size > MAX_LOCALS_TIMES_BYTES || allLocals > MAX_LOCALS) {
      refuse('it has too many local variables');
    }
  }
}
