'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { themeStorageKey } from './theme-script';

type Theme = 'system' | 'light' | 'dark';

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const icon = { system: Monitor, light: Sun, dark: Moon } as const;
const word: Record<Theme, string> = { system: "the system's", light: 'light', dark: 'dark' };

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function chosenTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem(themeStorageKey);
    else localStorage.setItem(themeStorageKey, theme);
  } catch {
    // Storage is refused: the choice holds for this page.
  }
  for (const listener of listeners) listener();
}

export function ThemeButton({ className }: { className: string }) {
  const theme = useSyncExternalStore<Theme>(subscribe, chosenTheme, () => 'system');
  const Icon = icon[theme];
  return (
    <button type="button" className={className} onClick={() => chooseTheme(next[theme])}>
      <Icon aria-hidden size={16} strokeWidth={1.75} />
      <span>Theme</span>
      <span className="ml-auto text-sm text-third">{theme}</span>
      <span className="sr-only">, change to {word[next[theme]]}</span>
    </button>
  );
}
