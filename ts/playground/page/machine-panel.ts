import type { MachineChoice } from '../protocol.js';
import { byId, element } from './dom.js';

const OWN = 'own';

const SAMPLE = `{
  "chips": [
    {
      "label": "panel",
      "lines": [
        "BUTTON",
        "LED_RED",
        "LED_GREEN",
        { "name": "DOOR", "pull": "up" },
        { "name": "POWER", "hog": { "name": "supply", "direction": "output-high" } }
      ]
    },
    { "label": "relays", "lines": 8 }
  ],
  "wires": [["LED_RED", "gpiochip1:0"]]
}`;

/** The address of the page says which machine is shown, so that it can be kept and sent. */
function choiceOfAddress(): MachineChoice | undefined {
  const query = new URLSearchParams(location.search);
  const json = query.get('chips');
  if (json !== null) return { json };
  const preset = query.get('machine');
  return preset === null ? undefined : { preset };
}

export interface MachinePanelOptions {
  boot(choice: MachineChoice): void;
  /** The user has chosen another machine. */
  onChoose(): void;
}

/** Which machine is shown: a preset, or one's own chips as JSON. */
export class MachinePanel {
  readonly #select = byId('machine', HTMLSelectElement);
  readonly #editButton = byId('own-edit', HTMLButtonElement);
  readonly #dialog = byId('own-chips', HTMLDialogElement);
  readonly #text = byId('own-text', HTMLTextAreaElement);
  readonly #error = byId('own-error', HTMLElement);
  readonly #options: MachinePanelOptions;
  readonly #models = new Map<string, string>();
  /** What runs. */
  #current: MachineChoice;
  #asked: MachineChoice | undefined;

  constructor(standard: MachineChoice, options: MachinePanelOptions) {
    this.#options = options;
    this.#current = standard;
    this.#select.addEventListener('change', () => {
      if (this.#select.value !== OWN) this.#ask({ preset: this.#select.value });
      else this.#edit();
    });
    byId('own-build', HTMLButtonElement).addEventListener('click', (event) => {
      event.preventDefault();
      this.#ask({ json: this.#text.value });
    });
    this.#editButton.addEventListener('click', () => this.#edit());
    this.#dialog.addEventListener('close', () => this.#showCurrent());
  }

  /** What the address asks for, or the standard machine. */
  begin(): MachineChoice {
    const choice = choiceOfAddress() ?? this.#current;
    this.#asked = choice;
    return choice;
  }

  /** Asks for a machine. */
  choose(choice: MachineChoice): void {
    this.#asked = choice;
    this.#options.boot(choice);
  }

  offer(presets: readonly { name: string; model: string }[]): void {
    this.#select.replaceChildren(
      ...presets.map(({ name, model }) => {
        this.#models.set(name, model);
        const short = model.replace('Raspberry ', '').replace('Compute Module', 'CM');
        return element('option', { value: name }, `${short} (${name})`);
      }),
      element('option', { value: OWN }, 'Your own chips…'),
    );
    this.#showCurrent();
  }

  get current(): MachineChoice {
    return this.#current;
  }

  /** The preset that runs; empty for one's own chips. */
  get preset(): string {
    return 'preset' in this.#current ? this.#current.preset : '';
  }

  /** What the board is called. */
  get title(): string {
    return this.#models.get(this.preset) ?? 'Your own chips';
  }

  /** The machine that was asked for runs. */
  accepted(): void {
    if (this.#asked !== undefined && this.#asked !== this.#current) {
      this.#current = this.#asked;
      const query = new URLSearchParams(
        'preset' in this.#current
          ? { machine: this.#current.preset }
          : { chips: this.#current.json },
      );
      history.replaceState(null, '', `?${query}`);
    }
    this.#asked = undefined;
    this.#dialog.close();
    this.#showCurrent();
  }

  /** It cannot be. Returns true where the dialog shows why. */
  refused(message: string): boolean {
    this.#asked = undefined;
    this.#showCurrent();
    if (!this.#dialog.open) return false;
    this.#error.textContent = message;
    this.#error.hidden = false;
    return true;
  }

  #ask(choice: MachineChoice): void {
    this.#error.hidden = true;
    this.#options.onChoose();
    this.choose(choice);
  }

  #edit(): void {
    if (this.#text.value === '')
      this.#text.value = 'json' in this.#current ? this.#current.json : SAMPLE;
    this.#error.hidden = true;
    this.#dialog.showModal();
  }

  #showCurrent(): void {
    this.#select.value = this.preset === '' ? OWN : this.preset;
    this.#editButton.hidden = this.preset !== '';
  }
}
