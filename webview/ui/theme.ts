import { useEffect, useState } from 'preact/hooks';

/** Colours and fonts of the current VS Code theme, for what is drawn on a canvas and cannot use CSS variables. */
export interface Theme {
  readonly kind: 'light' | 'dark';
  readonly highContrast: boolean;
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly accent: string;
  /**
   * `--vscode-charts-*`, in an order in which neighbours differ in hue and lightness. Orange is left out: it is
   * translucent in some themes and missing in high contrast.
   */
  readonly palette: readonly string[];
  readonly font: string;
}

const charts = ['blue', 'red', 'green', 'yellow', 'purple'];

/** Reads the theme from the variables VS Code sets on the document. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (...names: string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value) return value;
    }
    return 'currentColor';
  };
  const classes = document.body.classList;
  const kindAttribute = document.body.dataset.vscodeThemeKind ?? '';
  const light = /light/.test(kindAttribute) || classes.contains('vscode-light');
  const highContrast =
    classes.contains('vscode-high-contrast') || /high-contrast/.test(kindAttribute);
  const foreground = colour('editor-foreground', 'foreground');
  return {
    kind: light || classes.contains('vscode-high-contrast-light') ? 'light' : 'dark',
    highContrast,
    foreground,
    muted: highContrast ? foreground : colour('descriptionForeground', 'foreground'),
    grid: `color-mix(in srgb, ${foreground} ${highContrast ? 28 : 13}%, transparent)`,
    background: colour('notebook-cellEditorBackground', 'editor-background'),
    accent: colour('charts-blue', 'focusBorder'),
    palette: charts.map((name) => colour(`charts-${name}`, 'foreground')),
    font: style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif',
  };
}

const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls `listener` after each change of theme; returns how to stop. One observer serves all listeners. */
export function onThemeChange(listener: () => void): () => void {
  if (!observer) {
    observer = new MutationObserver(() => listeners.forEach((notify) => notify()));
    observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
    observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  }
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The current theme, kept up to date while the component is mounted. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(
    () =>
      onThemeChange(() => {
        const next = readTheme();
        setTheme((last) => (JSON.stringify(last) === JSON.stringify(next) ? last : next));
      }),
    [],
  );
  return theme;
}
