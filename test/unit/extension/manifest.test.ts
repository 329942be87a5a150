import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devices } from '../../../src/compute/protocol/protocol';
import * as ids from '../../../src/extension/ids';
import { mimeTypes } from '../../../src/views/payloads';

const root = join(__dirname, '../../..');
const text = readFileSync(join(root, 'package.json'), 'utf8');

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly icon: string;
  readonly publisher: string;
  readonly version: string;
  readonly license: string;
  readonly homepage: string;
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  readonly galleryBanner: { readonly color: string; readonly theme: string };
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly extensionKind: readonly string[];
  readonly pricing: string;
  readonly private?: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly customEditors: readonly { viewType: string }[];
    readonly languages: readonly { id: string; configuration: string; icon: object }[];
    readonly grammars: readonly { path: string }[];
    readonly notebooks: readonly { type: string; selector: readonly object[] }[];
    readonly notebookRenderer: readonly { id: string; mimeTypes: readonly string[] }[];
    readonly commands: readonly { command: string; category: string; enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: { properties: Readonly<Record<string, { enum?: string[] }>> };
    readonly views: Readonly<Record<string, readonly { id: string; icon: string }[]>>;
    readonly walkthroughs: readonly { steps: readonly { media: { markdown: string } }[] }[];
  };
}

/** Those an extension may choose from. */
const marketplaceCategories: ReadonlySet<string> = new Set([
  ...['Programming Languages', 'Snippets', 'Linters', 'Themes', 'Debuggers', 'Formatters'],
  ...['Keymaps', 'SCM Providers', 'Other', 'Extension Packs', 'Language Packs', 'Data Science'],
  ...['Machine Learning', 'Visualization', 'Notebooks', 'Education', 'Testing', 'AI', 'Chat'],
]);

const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const palette = contributes.menus.commandPalette ?? [];
const sorted = (values: Iterable<string>) => [...values].sort();

describe('the manifest', () => {
  const alike: readonly (readonly [
    what: string,
    inManifest: Iterable<string>,
    inCode: Iterable<string>,
  ])[] = [
    ['commands', contributes.commands.map(({ command }) => command), Object.values(ids.commands)],
    ['settings', Object.keys(contributes.configuration.properties), Object.values(ids.settings)],
    ['languages', contributes.languages.map(({ id }) => id), [ids.language, ids.textLanguage]],
    ['notebook types', contributes.notebooks.map(({ type }) => type), [ids.notebookType]],
    ['custom editors', contributes.customEditors.map((e) => e.viewType), [ids.modelEditor]],
    ['renderers', contributes.notebookRenderer.map(({ id }) => id), [ids.rendererId]],
    ['MIME types', contributes.notebookRenderer[0]?.mimeTypes ?? [], Object.values(mimeTypes)],
    [
      'views',
      Object.values(contributes.views).flatMap((v) => v.map(({ id }) => id)),
      [ids.runsView],
    ],
    ['devices', contributes.configuration.properties[ids.settings.device]?.enum ?? [], devices],
    [
      'activation events',
      manifest.activationEvents,
      [
        `onNotebook:${ids.notebookType}`,
        `onWebviewPanel:${ids.inspectorView}`,
        `onWebviewPanel:${ids.designerView}`,
        'onUri',
        `onTaskType:${ids.taskType}`,
      ],
    ],
    [
      'commands hidden from the palette',
      palette.filter(({ when }) => when === 'false').map(({ command }) => command),
      ids.contextCommands,
    ],
  ];
  for (const [what, inManifest, inCode] of alike) {
    it(`and the code know the same ${what}`, () => {
      assert.deepEqual(sorted(inManifest), sorted(inCode));
    });
  }

  it('puts every command into one category', () => {
    const categories = new Set(contributes.commands.map(({ category }) => category));
    assert.deepEqual([...categories], ['DNN Notebook']);
  });

  it('has only commands that exist in its menus', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const used = Object.values(contributes.menus).flatMap((items) => items);
    assert.deepEqual(
      used.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
  });

  it('uses only context keys that the code sets', () => {
    const conditions = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ when }) => when ?? '')),
      ...contributes.commands.map(({ enablement }) => enablement ?? ''),
    ];
    const used = conditions.flatMap((condition) => condition.match(/\bdnn\.\w+\b/g) ?? []);
    const known = new Set<string>([
      ...Object.values(ids.contextKeys),
      ids.runsView,
      ids.modelEditor,
    ]);
    assert.deepEqual(
      used.filter((key) => !known.has(key)),
      [],
    );
  });

  it('has a text for every %key%, and no other', () => {
    const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as object;
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(texts)));
  });

  it('names files that exist', () => {
    const files = [
      manifest.icon,
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.languages.flatMap(({ configuration, icon }) => [
        configuration,
        ...(Object.values(icon) as string[]),
      ]),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });

  it('is compiled against the oldest VS Code it asks for', () => {
    const { engines, devDependencies } = JSON.parse(text) as Record<
      'engines' | 'devDependencies',
      Record<string, string>
    >;
    assert.equal(engines.vscode, `^${devDependencies['@types/vscode']}`);
  });

  it('has a walkthrough of at most five steps', () => {
    for (const { steps } of contributes.walkthroughs) assert.ok(steps.length <= 5);
  });

  it('keeps settings that start programs or read files out of untrusted workspaces', () => {
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
      ids.settings.device,
      ids.settings.dataFolders,
    ]);
  });

  it('has what a page of the marketplace shows', () => {
    const repository = /^git\+(https:\/\/github\.com\/[\w-]+\/[\w-]+)\.git$/.exec(
      manifest.repository.url,
    )?.[1];
    assert.ok(repository);
    assert.equal(manifest.bugs.url, `${repository}/issues`);
    assert.equal(manifest.homepage, `${repository}#readme`);
    assert.match(manifest.publisher, /^[a-z0-9][a-z0-9-]+$/);
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
    assert.equal(manifest.license, 'MIT');
    assert.match(manifest.galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.deepEqual(
      manifest.categories.filter((name) => !marketplaceCategories.has(name)),
      [],
    );
    // The marketplace takes at most thirty.
    assert.ok(manifest.keywords.length > 0 && manifest.keywords.length <= 30);
    assert.equal(manifest.pricing, 'Free');
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.ok(!manifest.private);
  });

  it('has an icon that the marketplace takes: PNG of at least 128 by 128', () => {
    const icon = readFileSync(join(root, manifest.icon));
    assert.equal(icon.toString('latin1', 1, 4), 'PNG');
    assert.ok(icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(20) >= 128);
  });

  it('has a README without pictures that the marketplace refuses, or links that lead nowhere', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const targets = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    assert.deepEqual(
      targets.filter((target) => /\.svg$|^http:/.test(target)),
      [],
    );
    const files = targets.filter((target) => !target.startsWith('https:'));
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file.replace(/#.*/, '')))),
      [],
    );
  });

  it('depends on nothing but what the bundles leave out', () => {
    assert.deepEqual(Object.keys(manifest.dependencies), ['onnxruntime-node']);
  });
});
