import { create } from 'zustand';

export type ThemeChoice = 'light' | 'dark' | 'system';

/** Also read by `public/theme.js` before the first paint. */
const STORAGE_KEY = 'parley.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

interface ThemeState {
  choice: ThemeChoice;
  isDark: boolean;
  choose: (choice: ThemeChoice) => void;
}

export const useTheme = create<ThemeState>(() => ({
  choice: storedChoice(),
  isDark: resolve(storedChoice()),
  choose(choice) {
    try {
      localStorage.setItem(STORAGE_KEY, choice);
    } catch {
      // Storage can be blocked; the choice then lasts until the page is closed.
    }
    apply(choice);
  },
}));

systemDark.addEventListener('change', () => apply(useTheme.getState().choice));

function apply(choice: ThemeChoice): void {
  const isDark = resolve(choice);
  document.documentElement.classList.toggle('dark', isDark);
  useTheme.setState({ choice, isDark });
}

function resolve(choice: ThemeChoice): boolean {
  return choice === 'system' ? systemDark.matches : choice === 'dark';
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}
