import { editor as editors, KeyCode } from 'monaco-editor/editor.js';
import 'monaco-editor/features/bracketMatching/register.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/codeEditor/register.js';
import 'monaco-editor/features/hover/register.js';
import 'monaco-editor/features/placeholderText/register.js';
import 'monaco-editor/features/snippet/register.js';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/features/wordOperations/register.js';
import type { FieldProblem } from '../../src/designer/problems';
import { checked } from './check';
import { lineLanguage, registerLanguages, serve, valueLanguage, type Ask } from './languages';
import { followTheme } from './theme';

/** The editor for fields of the designer: a bundle of its own, loaded when the first such field is shown. */

export interface CodeEditorOptions {
  readonly value: string;
  readonly placeholder: string;
  /** It holds a line of a network, not a value. */
  readonly isLine: boolean;
  /** Asks the language about the text as it is. */
  readonly ask: Ask;
  /** With Enter, and when the focus leaves. */
  readonly onCommit: (text: string) => void;
  /** Escape, where nothing is typed. */
  readonly onLeave: () => void;
  /** What is wrong with what is typed; undefined where nothing is. */
  readonly onProblem: (problem: FieldProblem | undefined) => void;
}

export interface CodeEditor {
  setValue(value: string): void;
  /** Tells screen readers what it is, by the ids of elements. */
  describe(told: {
    readonly id: string;
    readonly described: string;
    readonly isInvalid: boolean;
  }): void;
  focus(): void;
  dispose(): void;
}

const mostLines = 12;
const lineHeight = 20;
const padding = 3;

let widgets: HTMLElement | undefined;

/** Where lists and hovers are drawn, so that no form cuts them off. */
function widgetsPlace(): HTMLElement {
  if (widgets) return widgets;
  followTheme();
  registerLanguages();
  widgets = document.createElement('div');
  widgets.className = 'monaco-editor dnn-code-widgets';
  document.body.append(widgets);
  return widgets;
}

/** An editor of a field's text in an element. Enter commits, Escape brings back what was there, or leaves, as Tab does. */
export function createEditor(place: HTMLElement, options: CodeEditorOptions): CodeEditor {
  const overflowWidgetsDomNode = widgetsPlace();
  let saved = options.value;
  const model = editors.createModel(saved, options.isLine ? lineLanguage : valueLanguage);
  const style = getComputedStyle(document.documentElement);
  const editor = editors.create(place, {
    ...appearance,
    model,
    overflowWidgetsDomNode,
    placeholder: options.placeholder,
    fontFamily: style.getPropertyValue('--vscode-editor-font-family').trim() || 'monospace',
    fontSize: Number.parseFloat(style.getPropertyValue('--vscode-font-size')) || 13,
  });
  const stops = [serve(model, options.ask), checked(model, options.ask, options.onProblem)];
  const fit = () => {
    const height = Math.min(editor.getContentHeight(), mostLines * lineHeight + 2 * padding);
    place.style.height = `${height + 2}px`;
    editor.layout();
  };
  editor.onDidContentSizeChange(fit);
  fit();
  const commit = () => {
    const text = model.getValue();
    if (text === saved) return;
    saved = text;
    options.onCommit(text);
  };
  const key = (id: string, code: KeyCode, when: string, run: () => void) =>
    editor.addAction({ id, label: id, keybindings: [code], keybindingContext: when, run });
  key('dnn.commit', KeyCode.Enter, '!suggestWidgetVisible && !inSnippetMode', commit);
  key('dnn.commitSnippet', KeyCode.Enter, '!suggestWidgetVisible && inSnippetMode', () => {
    editor.trigger('dnn', 'leaveSnippet', undefined);
    commit();
  });
  key('dnn.revert', KeyCode.Escape, '!suggestWidgetVisible && !inSnippetMode', () => {
    if (model.getValue() === saved) options.onLeave();
    else model.setValue(saved);
  });
  editor.onDidBlurEditorWidget(commit);
  return {
    setValue(value) {
      saved = value;
      if (model.getValue() !== value) model.setValue(value);
    },
    describe({ id, described, isInvalid }) {
      const input = place.querySelector('textarea');
      place.classList.toggle('dnn-invalid', isInvalid);
      if (!input) return;
      input.id = id;
      input.setAttribute('aria-labelledby', `${id}-label`);
      input.setAttribute('aria-describedby', described);
      input.setAttribute('aria-invalid', String(isInvalid));
    },
    focus: () => editor.focus(),
    dispose() {
      stops.forEach((stop) => stop());
      editor.dispose();
      model.dispose();
    },
  };
}

const appearance: editors.IStandaloneEditorConstructionOptions = {
  theme: 'dnn',
  automaticLayout: true,
  // Attributes for screen readers go to the text area.
  editContext: false,
  tabFocusMode: true,
  wordWrap: 'on',
  lineHeight,
  padding: { top: padding, bottom: padding },
  lineNumbers: 'off',
  lineNumbersMinChars: 0,
  lineDecorationsWidth: 6,
  glyphMargin: false,
  folding: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 8 },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  renderLineHighlight: 'none',
  fixedOverflowWidgets: true,
  contextmenu: false,
  links: false,
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  colorDecorators: false,
  dragAndDrop: false,
  wordBasedSuggestions: 'off',
  quickSuggestions: { other: true, comments: false, strings: true },
  unicodeHighlight: {
    ambiguousCharacters: false,
    invisibleCharacters: false,
    nonBasicASCII: false,
  },
};
