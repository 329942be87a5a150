import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import type { DesignerHostMessage } from '../../../src/views/designer';
import type { TemplatesHostMessage } from '../../../src/views/templates';
import type { HostMessage, StateChange } from '../../../src/views/messages';
import { buildOptions } from '../../../scripts/build.mjs';
import { contentPolicy, styleNonce } from '../../../src/extension/inspector/contentPolicy';
import { rootElement, type Words } from '../../../src/extension/inspector/rootElement';
import { launchBrowser, repository } from '../../host';

/** The webviews without VS Code: real bundles, fixed payloads, colours of a real theme, a panel's content policy. */

export const themes = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
export type ThemeName = (typeof themes)[number];

const bodyClass: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast vscode-high-contrast-light',
};

export interface HarnessPage {
  readonly kind: 'outputs' | 'panel' | 'compare' | 'model' | 'designer' | 'templates';
  /** `view=trained&tab=layers` */
  readonly query: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What is to be done before it loads. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** Texts by the English ones they stand for. */
  readonly words?: Words;
}

/** How a page is looked at. */
export type Show = Pick<HarnessPage, 'theme' | 'width'>;

const origin = 'http://harness.test';
let bundles: Promise<ReadonlyMap<string, Buffer>> | undefined;

/** Opens a page of the harness and waits until it has drawn. Errors on the page fail the caller. */
export async function openHarness(browser: Browser, wanted: HarnessPage): Promise<Page> {
  const files = await (bundles ??= bundle());
  const { kind, query, theme = 'dark', width = 1100, height = 900, prepare, words } = wanted;
  const page = await browser.newPage({ viewport: { width, height }, locale: 'en-US' });
  page.on('pageerror', (error) => console.error(`${kind}?${query}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${kind}?${query}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    const [refused, told]: [string[], unknown[]] = [[], []];
    Object.assign(window, { refused, told });
    window.addEventListener('message', ({ data }) => told.push(data));
    document.addEventListener('securitypolicyviolation', (event) =>
      refused.push(
        `${event.effectiveDirective}: ${event.blockedURI} ${event.sample}, ${event.sourceFile}:${event.lineNumber}`,
      ),
    );
  });
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    if (path === kind)
      return route.fulfill({ contentType: 'text/html', body: html(kind, theme, words) });
    const body = files.get(path);
    if (body === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: contentTypes[path.replace(/^.*\./, '')], body });
  });
  await prepare?.(page);
  await page.goto(`${origin}/${kind}?${query}`);
  await page.locator('.dnn').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** Opens pages as `openHarness` does, in a browser that is started before the tests of a suite and closed behind them. */
export function useHarness(): (wanted: HarnessPage) => Promise<Page> {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());
  return (wanted) => openHarness(browser, wanted);
}

/** Gives the page of outputs another payload for a view. */
export const showOutput = (page: Page, view: string, payload: unknown): Promise<void> =>
  page.evaluate(
    ([view, payload]) =>
      (window as unknown as { show(view: string, given: unknown): Promise<void> }).show(
        view,
        payload,
      ),
    [view, payload] as const,
  );

/** Tells the panel's page what has changed, as the extension host would. */
export const changePanel = (page: Page, state: StateChange): Promise<void> =>
  page.evaluate(
    (message) => (window as unknown as { tell(message: HostMessage): void }).tell(message),
    { type: 'changed', state } as const,
  );

/** What a page that shows what it is given is given, as its `prepare`. */
export const giving =
  (message: DesignerHostMessage | TemplatesHostMessage) =>
  (page: Page): Promise<unknown> =>
    page.addInitScript((given) => Object.assign(window, { given }), message);

/** The strings that a page was given: names, sentences that are recorded, operators; of settings their names, too. */
export const given = async (page: Page): Promise<readonly string[]> =>
  stringsIn(
    await page.evaluate(() => {
      const { told, payload } = window as unknown as { told: unknown[]; payload?: unknown };
      return [told, payload];
    }),
  );

function stringsIn(value: unknown): readonly string[] {
  // Longer ones without a space are numbers in base64.
  if (typeof value === 'string') return value.length < 60 || value.includes(' ') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const names = 'settings' in value ? Object.keys(value.settings ?? {}) : [];
  return [...names, ...Object.values(value).flatMap(stringsIn)];
}

/** What the content policy has refused on a page, one line each. */
export const refused = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (window as unknown as { refused: readonly string[] }).refused);
/** Turns the feature maps to an own drawing and draws a seven with the mouse. */
export async function drawSeven(page: Page | Frame): Promise<void> {
  await page.getByRole('radio', { name: 'Your drawing or image' }).click();
  const pad = page.getByRole('application');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const { mouse } = 'page' in page ? page.page() : page;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await mouse.move(...at(0.3, 0.25));
  await mouse.down();
  await mouse.move(...at(0.7, 0.25), { steps: 8 });
  await mouse.move(...at(0.45, 0.8), { steps: 8 });
  await mouse.up();
}

/** Zooms into a map of a layer. */
export async function zoomInto(page: Page, layer: string, map: number): Promise<void> {
  await page.locator(`[data-layer=${layer}] .dnn-map-item`).nth(map).click();
  await page.locator('.dnn-zoom-told').waitFor();
}

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css',
  js: 'text/javascript',
  ttf: 'font/ttf',
};

/** What each kind of page loads. */
const pages = {
  outputs: { scripts: ['outputs.js'], styles: [] },
  panel: { scripts: ['panel.js', 'inspector.js'], styles: ['inspector.css'] },
  compare: { scripts: ['hostOfCompare.js', 'compare.js'], styles: ['compare.css'] },
  model: { scripts: ['hostOfModel.js', 'model.js'], styles: ['model.css'] },
  designer: { scripts: ['told.js', 'designer.js'], styles: ['designer.css'] },
  templates: { scripts: ['told.js', 'templates.js'], styles: ['templates.css'] },
} as const satisfies Record<HarnessPage['kind'], object>;

function html(kind: HarnessPage['kind'], theme: ThemeName, words: Words | undefined): string {
  const file = join(repository, 'webview/harness/themes.json');
  const colours = (JSON.parse(readFileSync(file, 'utf8')) as Record<ThemeName, object>)[theme];
  const variables = Object.entries({
    ...colours,
    'font-family': 'system-ui, sans-serif',
    'font-size': '13px',
    'font-weight': 'normal',
    'editor-font-family': 'monospace',
  }).map(([name, value]) => `--vscode-${name}: ${value};`);
  const policy = contentPolicy({
    source: origin,
    script: 'h',
    style: 's',
    styledText: kind === 'designer',
  });
  const { scripts, styles } = pages[kind];
  return `<!DOCTYPE html><html lang="en" style="${variables.join(' ').replaceAll('"', "'")}"><head>
<meta charset="utf-8"><title>${kind}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
${styleNonce('s')}
<style nonce="s">body { margin: 0; padding: 0 16px; font-family: var(--vscode-font-family); font-size: 13px;
background: var(--vscode-editor-background); color: var(--vscode-foreground) }</style>
${styles.map((name) => `<link rel="stylesheet" href="${name}">`).join('\n')}
</head><body class="${bodyClass[theme]}" data-vscode-theme-kind="${bodyClass[theme].split(' ').at(-1)}">
${rootElement(words)}
${scripts.map((name) => `<script type="module" nonce="h" src="${name}"></script>`).join('\n')}
</body></html>`;
}

async function bundle(): Promise<ReadonlyMap<string, Buffer>> {
  const [options] = buildOptions({ names: ['webview/inspector'] });
  const result = await esbuild.build({
    ...options,
    entryPoints: {
      outputs: 'webview/harness/outputs.ts',
      panel: 'webview/harness/panel.ts',
      inspector: 'webview/inspector/main.tsx',
      hostOfCompare: 'webview/harness/compare.ts',
      compare: 'webview/compare/main.tsx',
      hostOfModel: 'webview/harness/model.ts',
      model: 'webview/model/main.tsx',
      designer: 'webview/designer/main.tsx',
      monaco: 'webview/monaco/main.ts',
      told: 'webview/harness/told.ts',
      templates: 'webview/templates/main.tsx',
    },
    outdir: '/',
    assetNames: '[name]',
    sourcemap: 'inline',
    write: false,
  });
  return new Map(
    result.outputFiles.map(({ path, contents }) => [
      path.replace(/^.*\//, ''),
      Buffer.from(contents),
    ]),
  );
}

/** Moves the step in view to the one of this index. */
export async function chooseStep(page: Page, index: number, label = 'Step'): Promise<void> {
  const slider = page.getByRole('slider', { name: label, exact: true });
  await slider.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < index; i++) await page.keyboard.press('ArrowRight');
}

/** Puts another step, or a run, beside what is in view. */
export async function compareWith(page: Page, value: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption(value);
  await page.locator('.dnn-compared-layer canvas').first().waitFor();
}
