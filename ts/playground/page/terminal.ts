import { element } from './dom.js';
import type { Job, JobOwner, Jobs } from './jobs.js';
import { commands, Shell } from './shell.js';
import { TerminalScreen } from './terminal-screen.js';

const MIN_COLUMNS = 20;

/** What keys send to a tool that draws its line itself. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: '\r',
  Backspace: '\x7f',
  Tab: '\t',
  ArrowUp: '\x1b[A',
  ArrowDown: '\x1b[B',
  ArrowRight: '\x1b[C',
  ArrowLeft: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  Delete: '\x1b[3~',
};

/** One terminal: a screen, and a line to type at, which belongs to the shell or to a tool. */
export class Terminal implements JobOwner {
  readonly root: HTMLElement;
  readonly #jobs: Jobs;
  readonly #shell: Shell;
  readonly #screen: TerminalScreen;
  readonly #log: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #prompt: HTMLElement;
  readonly #onState: () => void;
  readonly #history: string[] = [];
  #historyAt = 0;
  #job: Job | undefined;
  #raw = false;
  /** Escape lets the next Tab leave the terminal. */
  #leaving = false;

  constructor(number: number, jobs: Jobs, onState: () => void) {
    this.#jobs = jobs;
    this.#onState = onState;
    this.#log = element('div', {
      className: 'screen',
      role: 'log',
      'aria-label': `Output of terminal ${number}`,
    });
    this.#prompt = element('span', { className: 'prompt', 'aria-hidden': 'true' }, '$');
    this.#input = element('input', {
      type: 'text',
      autocomplete: 'off',
      spellcheck: false,
      'aria-label': `Command line of terminal ${number}`,
      'aria-describedby': 'terminal-hint',
      autocapitalize: 'off',
    });
    const line = element('div', { className: 'command-line' }, this.#prompt, this.#input);
    this.#scroller = element('div', { className: 'scroller' }, this.#log, line);
    this.root = element('div', { className: 'terminal' }, this.#scroller);
    this.#screen = new TerminalScreen(this.#log);
    this.#shell = new Shell(
      jobs,
      {
        columns: () => this.#columns(),
        print: (text) => this.onOutput(text),
        clear: () => this.#screen.clear(),
        foreground: (job) => this.#takeOver(job),
      },
      this,
    );
    this.#listen();
  }

  /** A tool that has the terminal. */
  get busy(): boolean {
    return this.#job !== undefined;
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
  }

  /** Runs a command as if it had been typed. */
  run(text: string): void {
    if (this.busy) return;
    this.#screen.write(`$ ${text}\n`);
    if (text.trim() !== '' && this.#history.at(-1) !== text) this.#history.push(text);
    this.#historyAt = this.#history.length;
    this.#input.value = '';
    this.#shell.run(text);
    this.#scroll();
  }

  /** Ctrl-C. */
  interrupt(): void {
    if (this.#job === undefined) {
      this.#screen.write(`$ ${this.#input.value}^C\n`);
      this.#input.value = '';
    } else {
      this.#screen.write('^C');
      this.#jobs.kill(this.#job);
    }
    this.#scroll();
  }

  onOutput(text: string): void {
    this.#screen.write(text);
    this.#scroll();
  }

  onMode(raw: boolean): void {
    this.#raw = raw;
    this.#showState();
  }

  onDetached(): void {
    this.#release();
  }

  onExit(job: Job, status: number): void {
    if (job === this.#job) {
      this.#release();
      this.#prompt.dataset.status = status === 0 ? '' : String(status);
    } else {
      this.#freshRow();
      this.#screen.write(
        `[${job.id}] ended${status === 0 ? '' : ` (${status})`}: ${job.argv.join(' ')}\n`,
      );
    }
    this.#scroll();
  }

  #columns(): number {
    const probe = element('span', { className: 'probe' }, '0'.repeat(10));
    this.#log.append(probe);
    const width = probe.getBoundingClientRect().width / 10;
    probe.remove();
    const columns = Math.floor(this.#log.clientWidth / (width || 8));
    return Math.max(MIN_COLUMNS, columns);
  }

  #takeOver(job: Job): void {
    this.#job = job;
    this.#showState();
  }

  #release(): void {
    this.#job = undefined;
    this.#raw = false;
    this.#freshRow();
    this.#showState();
  }

  #freshRow(): void {
    if (this.#screen.column > 0) this.#screen.write('\n');
  }

  #showState(): void {
    this.root.classList.toggle('busy', this.busy);
    this.root.classList.toggle('raw', this.#raw);
    this.#screen.cursor = this.#raw;
    this.#input.value = '';
    this.#log.setAttribute('aria-live', this.#raw ? 'off' : 'polite');
    this.#onState();
  }

  #scroll(): void {
    queueMicrotask(() => {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    });
  }

  #listen(): void {
    this.#scroller.addEventListener('click', () => {
      if (document.getSelection()?.isCollapsed !== false) this.focus();
    });
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    this.#input.addEventListener('input', () => {
      if (!this.#raw || this.#job === undefined) return;
      this.#jobs.type(this.#job, this.#input.value);
      this.#input.value = '';
    });
  }

  #onKey(event: KeyboardEvent): void {
    const { key, ctrlKey, altKey, metaKey } = event;
    const leaving = this.#leaving;
    this.#leaving = key === 'Escape';
    if (event.isComposing || altKey || metaKey) return;
    if (key === 'Tab' && (leaving || event.shiftKey)) return;
    if (ctrlKey && key === 'c') {
      if (document.getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      this.interrupt();
    } else if (this.#job === undefined) this.#onShellKey(event);
    else if (this.#raw) this.#onRawKey(event, this.#job);
    else this.#onCookedKey(event, this.#job);
  }

  #onShellKey(event: KeyboardEvent): void {
    const { key, ctrlKey } = event;
    if (key === 'Enter') this.run(this.#input.value);
    else if (key === 'ArrowUp') this.#browse(-1);
    else if (key === 'ArrowDown') this.#browse(1);
    else if (key === 'Tab' && this.#input.value !== '') this.#complete();
    else if (ctrlKey && key === 'l') this.#screen.clear();
    else return;
    event.preventDefault();
  }

  #onCookedKey(event: KeyboardEvent, job: Job): void {
    if (event.key === 'Enter') {
      const line = `${this.#input.value}\n`;
      this.onOutput(line);
      this.#jobs.type(job, line);
      this.#input.value = '';
    } else if (event.ctrlKey && event.key === 'd') this.#jobs.type(job, '');
    else return;
    event.preventDefault();
  }

  #onRawKey(event: KeyboardEvent, job: Job): void {
    const { key, ctrlKey } = event;
    let bytes = KEYS[key];
    if (ctrlKey && key === 'ArrowLeft') bytes = '\x1b[1;5D';
    else if (ctrlKey && key === 'ArrowRight') bytes = '\x1b[1;5C';
    else if (ctrlKey && /^[a-z]$/.test(key) && key !== 'v') {
      bytes = String.fromCharCode(key.charCodeAt(0) & 0x1f);
    }
    if (bytes === undefined) return;
    event.preventDefault();
    this.#jobs.type(job, bytes);
  }

  #browse(step: number): void {
    const at = this.#historyAt + step;
    if (at < 0 || at > this.#history.length) return;
    this.#historyAt = at;
    this.#input.value = this.#history[at] ?? '';
  }

  #complete(): void {
    const { value } = this.#input;
    const fitting = commands.filter((command) => command.startsWith(value));
    const [first = ''] = fitting;
    if (fitting.length === 1) this.#input.value = `${first} `;
    else if (fitting.length > 1) {
      let length = value.length;
      while (fitting.every((command) => command[length] === first[length])) length += 1;
      if (length === value.length) this.onOutput(`$ ${value}\n${fitting.join('  ')}\n`);
      this.#input.value = first.slice(0, length);
    }
  }
}
