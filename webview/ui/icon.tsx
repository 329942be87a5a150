/** Characters of VS Code's icon font (`@vscode/codicons`), by their names there. */
const glyphs = {
  add: '\uea60',
  'arrow-down': '\uea9a',
  'arrow-up': '\ueaa1',
  check: '\ueab2',
  'chevron-down': '\ueab4',
  'chevron-left': '\ueab5',
  'chevron-right': '\ueab6',
  'chevron-up': '\ueab7',
  close: '\uea76',
  'collapse-all': '\ueac5',
  copy: '\uebcc',
  'debug-pause': '\uead1',
  'debug-stop': '\uead7',
  edit: '\uea73',
  error: '\uea87',
  'expand-all': '\ueb95',
  export: '\uebac',
  'fold-up': '\ueaf4',
  'git-merge': '\ueafe',
  'go-to-file': '\uea94',
  info: '\uea74',
  pin: '\ueb2b',
  pinned: '\ueba0',
  play: '\ueb2c',
  redo: '\uebb0',
  save: '\ueb4b',
  'screen-full': '\ueb4c',
  search: '\uea6d',
  'symbol-module': '\uea8b',
  trash: '\uea81',
  undo: '\ueae2',
  warning: '\uea6c',
  'zoom-in': '\ueb81',
  'zoom-out': '\ueb82',
} as const;

export type IconName = keyof typeof glyphs;

interface IconProps {
  readonly name: IconName;
  /** Where it stands in an element of the toolkit. */
  readonly slot?: 'start';
}

/** A sign for those who see it; what it stands beside says the same in words. */
export const Icon = ({ name, slot }: IconProps) => (
  <span class="dnn-icon" slot={slot} aria-hidden="true" data-glyph={glyphs[name]} />
);
