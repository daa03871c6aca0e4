// Light or dark: the system's choice unless the reader made his own, which is remembered.

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'marea.theme';

/** Storage may be forbidden by the browser; the choice then lasts as long as the page. */
function remembered(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Nothing to do: see `remembered`.
  }
}

class ThemeChoice {
  #system = window.matchMedia('(prefers-color-scheme: dark)');
  chosen = $state<Theme>(remembered());
  #systemIsDark = $state(this.#system.matches);
  isDark = $derived(this.chosen === 'system' ? this.#systemIsDark : this.chosen === 'dark');

  constructor() {
    this.#system.addEventListener('change', ({ matches }) => {
      this.#systemIsDark = matches;
      this.apply();
    });
  }

  choose(theme: Theme): void {
    this.chosen = theme;
    remember(theme);
    this.apply();
  }

  /** Writes the colours in force on the document, where the style sheet reads them. */
  apply(): void {
    document.documentElement.dataset['theme'] = this.isDark ? 'dark' : 'light';
  }
}

export const theme = new ThemeChoice();
