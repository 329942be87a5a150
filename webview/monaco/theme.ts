import { editor } from 'monaco-editor/editor.js';
import { onThemeChange, readTheme } from '../ui/theme';

/** Colours of words by category, as in VS Code's own themes, which do not tell pages those they use. */
const words = {
  dark: {
    'constant.numeric': 'b5cea8',
    'constant.language': '569cd6',
    'constant.character.escape': 'd7ba7d',
    string: 'ce9178',
    comment: '6a9955',
    'support.function': 'dcdcaa',
    'keyword.other': '569cd6',
    'variable.parameter': '9cdcfe',
    'variable.other': '9cdcfe',
    'entity.name.label': '4ec9b0',
  },
  light: {
    'constant.numeric': '096d48',
    'constant.language': '0000ff',
    'constant.character.escape': 'b30000',
    string: 'a31515',
    comment: '007100',
    'support.function': '74531f',
    'keyword.other': '0000ff',
    'variable.parameter': '001080',
    'variable.other': '001080',
    'entity.name.label': '0f4a85',
  },
} as const;

/** Follows VS Code's theme: its colours for the editor, which it tells pages in variables. */
export function followTheme(): void {
  const apply = () => {
    const { kind, highContrast } = readTheme();
    const told = toldColours();
    editor.defineTheme('dnn', {
      base: highContrast
        ? `hc-${kind === 'dark' ? 'black' : 'light'}`
        : kind === 'dark'
          ? 'vs-dark'
          : 'vs',
      inherit: true,
      rules: Object.entries(words[kind]).map(([token, foreground]) => ({ token, foreground })),
      colors: {
        ...told,
        'editor.background': told['input.background'] ?? told['editor.background'] ?? '#00000000',
        focusBorder: '#00000000',
      },
    });
    editor.setTheme('dnn');
  };
  apply();
  onThemeChange(apply);
}

/** `--vscode-input-background` as `input.background`. */
function toldColours(): Record<string, string> {
  const { style } = document.documentElement;
  const colours: Record<string, string> = {};
  for (const name of style) {
    if (!name.startsWith('--vscode-')) continue;
    const colour = hex(style.getPropertyValue(name).trim());
    if (colour !== undefined) colours[name.slice('--vscode-'.length).replaceAll('-', '.')] = colour;
  }
  return colours;
}

/** The editor takes colours in hexadecimal digits alone. */
function hex(colour: string): string | undefined {
  if (/^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(colour)) return colour;
  const parts = /^rgba?\(([^)]*)\)$/
    .exec(colour)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  if (!parts || parts.length < 3 || parts.some((part) => !Number.isFinite(part))) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return `#${[red, green, blue, alpha * 255].map(byte).join('')}`;
}

const byte = (value: number): string =>
  Math.min(255, Math.max(0, Math.round(value)))
    .toString(16)
    .padStart(2, '0');
