import { byId, element } from './dom.js';
import type { Jobs } from './jobs.js';
import { Terminal } from './terminal.js';

const MOST = 4;

/** Terminals behind tabs, and the commands that are offered. */
export class Terminals {
  readonly #jobs: Jobs;
  readonly #tabs = byId('terminal-tabs', HTMLElement);
  readonly #panels = byId('terminal-panels', HTMLElement);
  readonly #interrupt = byId('terminal-interrupt', HTMLButtonElement);
  readonly #more = byId('terminal-more', HTMLButtonElement);
  readonly #entries: { tab: HTMLButtonElement; panel: HTMLElement; terminal: Terminal }[] = [];
  #shown = 0;

  constructor(jobs: Jobs, suggestions: readonly string[]) {
    this.#jobs = jobs;
    this.#more.addEventListener('click', () => {
      this.open();
      this.current?.focus();
    });
    this.#interrupt.addEventListener('click', () => {
      this.current?.interrupt();
      this.current?.focus();
    });
    this.#tabs.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
      if (this.#entries[this.#shown + step] === undefined || step === 0) return;
      this.#show(this.#shown + step);
      this.#entries[this.#shown]?.tab.focus();
    });
    byId('suggestions', HTMLElement).append(
      ...suggestions.map((text) => {
        const button = element('button', { type: 'button', className: 'suggestion' }, text);
        button.addEventListener('click', () => this.#offer(text));
        return button;
      }),
    );
    this.open();
  }

  get current(): Terminal | undefined {
    return this.#entries[this.#shown]?.terminal;
  }

  /** Opens one more and shows it. */
  open(): void {
    const number = this.#entries.length + 1;
    const terminal = new Terminal(number, this.#jobs, () => this.#showState());
    const panel = element(
      'div',
      { id: `terminal-${number}`, role: 'tabpanel', 'aria-labelledby': `terminal-tab-${number}` },
      terminal.root,
    );
    const tab = element(
      'button',
      {
        id: `terminal-tab-${number}`,
        type: 'button',
        className: 'tab',
        role: 'tab',
        'aria-controls': panel.id,
      },
      `Terminal ${number}`,
    );
    const index = this.#entries.push({ tab, panel, terminal }) - 1;
    tab.addEventListener('click', () => {
      this.#show(index);
      terminal.focus();
    });
    this.#tabs.append(tab);
    this.#panels.append(panel);
    this.#more.disabled = this.#entries.length === MOST;
    this.#show(index);
  }

  /** Runs a command where there is a prompt: in another terminal, if a tool has this one. */
  #offer(text: string): void {
    if (this.current?.busy === true) {
      const free = this.#entries.findIndex(({ terminal }) => !terminal.busy);
      if (free >= 0) this.#show(free);
      else if (this.#entries.length < MOST) this.open();
      else return;
    }
    this.current?.run(text);
    this.current?.focus();
  }

  #show(index: number): void {
    this.#shown = index;
    this.#entries.forEach(({ tab, panel }, i) => {
      tab.setAttribute('aria-selected', String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      panel.hidden = i !== index;
    });
    this.#showState();
  }

  #showState(): void {
    for (const { tab, terminal } of this.#entries) tab.classList.toggle('busy', terminal.busy);
    this.#interrupt.disabled = this.current?.busy !== true;
  }
}
