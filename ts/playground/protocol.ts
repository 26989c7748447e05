/*
 * What the page and the machine say to each other. The machine (simulated chips, the tools, the
 * program in the editor) lives in a worker of its own, so that nothing that runs on it can freeze the
 * page: a program that never gives way is ended with its worker.
 */

/** What to simulate: a preset's name, or the JSON text of one's own chips. */
export type MachineChoice = { readonly preset: string } | { readonly json: string };

/** A line for its whole life. Lines are counted through all chips: `index` names one in messages. */
export interface LineFacts {
  readonly index: number;
  readonly offset: number;
  /** Empty where it has none. */
  readonly name: string;
}

export interface ChipFacts {
  readonly name: string;
  readonly label: string;
  readonly lines: readonly LineFacts[];
}

/** What can change about a line. */
export interface LineState {
  readonly direction: 'input' | 'output';
  readonly level: 0 | 1;
  readonly pull: 'up' | 'down';
  /** What makes the level. */
  readonly drivenBy: 'line' | 'wire' | 'pull';
  /** Outputs that are wired together fight over the level. */
  readonly contended: boolean;
  /** Undefined: nobody has requested it. */
  readonly consumer: string | undefined;
  /** The lines it is wired to, by index. */
  readonly wiredTo: readonly number[];
}

/** A change of a level; the time is in milliseconds since 1970. */
export type EdgeSeen = readonly [index: number, level: 0 | 1, timeMs: number];

/** What a program has printed by one call. */
export interface ConsoleLine {
  readonly level: 'log' | 'warn' | 'error';
  readonly text: string;
}

export type PageMessage =
  | { readonly type: 'boot'; readonly choice: MachineChoice }
  | { readonly type: 'pull'; readonly index: number; readonly direction: 'up' | 'down' }
  | { readonly type: 'wire'; readonly a: string; readonly b: string }
  | {
      readonly type: 'tool';
      readonly job: number;
      readonly argv: readonly string[];
      readonly columns: number;
    }
  /** Bytes for a tool's standard input, as UTF-8 text; an empty text ends the input once, as Ctrl-D does. */
  | { readonly type: 'input'; readonly job: number; readonly text: string }
  | { readonly type: 'kill'; readonly job: number }
  | { readonly type: 'program'; readonly source: string }
  | { readonly type: 'stop' }
  | { readonly type: 'ping' };

export type MachineMessage =
  | { readonly type: 'presets'; readonly presets: readonly { name: string; model: string }[] }
  | { readonly type: 'booted'; readonly chips: readonly ChipFacts[] }
  /** The machine, or a wire, cannot be. */
  | { readonly type: 'refused'; readonly what: 'boot' | 'wire'; readonly message: string }
  | { readonly type: 'wired' }
  | {
      readonly type: 'lines';
      readonly states: readonly (readonly [index: number, state: LineState])[];
      readonly edges: readonly EdgeSeen[];
    }
  | { readonly type: 'output'; readonly job: number; readonly text: string }
  /** Raw: every key goes to the tool, which draws its line itself. */
  | { readonly type: 'mode'; readonly job: number; readonly raw: boolean }
  /** The tool goes on in the background. */
  | { readonly type: 'detached'; readonly job: number }
  | { readonly type: 'exit'; readonly job: number; readonly status: number }
  | { readonly type: 'console'; readonly lines: readonly ConsoleLine[] }
  | {
      readonly type: 'program-ended';
      readonly outcome: 'finished' | 'stopped' | 'failed';
      readonly error?: {
        readonly message: string;
        readonly syntax: boolean;
        /** Which of its lines it came from, counted from 1. */
        readonly line?: number;
      };
    }
  | { readonly type: 'pong' };
