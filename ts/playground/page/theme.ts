import { byId, setText } from './dom.js';

const KEY = 'libgpiod-wasm-theme';
const THEMES = ['auto', 'light', 'dark'] as const;

function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    // Some browsers forbid storage to pages of unknown origin: the choice lasts as long as the page.
    return 'auto';
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // As above.
  }
}

/** Light, dark, or as the system has it. */
export function installTheme(): void {
  const button = byId('theme', HTMLButtonElement);
  let index = Math.max(0, (THEMES as readonly string[]).indexOf(stored()));
  const show = (): void => {
    const theme = THEMES[index] ?? 'auto';
    document.documentElement.dataset.theme = theme;
    setText(button, `Theme: ${theme}`);
  };
  button.addEventListener('click', () => {
    index = (index + 1) % THEMES.length;
    store(THEMES[index] ?? 'auto');
    show();
  });
  show();
}
