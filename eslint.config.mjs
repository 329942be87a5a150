import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;

/** Packages that only one module of `src/`, or one file, may import: package → module. */
const owners = { vscode: 'extension', 'onnxruntime-node': 'compute/devices/onnxRuntime.ts' };
const ownedPackages = Object.keys(owners);

/** The modules of `src/` and, from their project references, what each may import. */
const modules = readdirSync(join(root, 'src')).map((name) => ({
  name,
  mayImport: [name, ...references(join('src', name))],
}));

/** The folders of `src/compute` from the bottom up: none imports from one above it. */
const floors = ['batches', 'devices', 'export', 'inspect', 'explain', 'training'];

/**
 * Names of the `src` modules a TypeScript project references.
 * @param {string} project
 * @returns {string[]}
 */
function references(project) {
  const config = JSON.parse(readFileSync(join(root, project, 'tsconfig.json'), 'utf8'));
  return (config.references ?? []).map((/** @type {{ path: string }} */ { path }) =>
    basename(path),
  );
}

/**
 * Forbids packages and modules of `src/` to the files of one folder.
 * @param {string} files
 * @param {{ packages?: string[], sources?: string[], above?: string[], builtins?: boolean }} forbidden
 */
function boundary(files, { packages = [], sources = [], above = [], builtins = false }) {
  const patterns = [];
  if (above.length > 0) {
    patterns.push({
      regex: `^\\.\\./(${above.join('|')})/`,
      message: 'That folder stands above this one (see `floors`).',
    });
  }
  if (sources.length > 0) {
    patterns.push({
      regex: `^(\\.\\./)+(src/)?(${sources.join('|')})(/|$)`,
      message: 'This module does not depend on that one (see the references in its tsconfig.json).',
    });
  }
  if (builtins) {
    patterns.push({
      regex: `^(node:|(${builtinModules.join('|')})$)`,
      message: 'Node.js modules do not exist in a webview.',
    });
  }
  const paths = packages.map((name) => ({ name, message: 'This folder may not import it.' }));
  return {
    files: [files],
    rules: { 'no-restricted-imports': ['error', { paths, patterns }] },
  };
}

/** @param {string} module */
const mayImport = (module) => modules.find(({ name }) => name === module)?.mayImport ?? [];

/** @param {string[]} allowed */
const allModulesBut = (allowed) =>
  modules.map(({ name }) => name).filter((name) => !allowed.includes(name));

export default defineConfig(
  {
    ignores: [
      'dist/',
      'out/',
      'bench/peers/',
      '.vscode-test/',
      'test/fixtures/',
      'test/host/node_modules/',
      'test/host/.cache/',
    ],
  },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.mjs'] },
        tsconfigRootDir: root,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  modules.map(({ name, mayImport }) =>
    boundary(`src/${name}/**`, {
      packages: ownedPackages.filter((owned) => owners[owned] !== name),
      sources: [...allModulesBut(mayImport), 'webview', 'test'],
    }),
  ),
  floors.map((folder, i) =>
    boundary(`src/compute/${folder}/**`, {
      packages: ownedPackages,
      sources: [...allModulesBut(mayImport('compute')), 'webview', 'test'],
      above: floors.slice(i + 1),
    }),
  ),
  boundary('webview/**', {
    packages: ownedPackages,
    builtins: true,
    sources: allModulesBut(references('webview')),
  }),
  boundary('test/unit/**', { packages: ownedPackages }),
  boundary('test/ui/**', { packages: ownedPackages }),
  boundary('test/package/**', { packages: ownedPackages }),
  boundary('test/compute/**', { packages: ownedPackages }),
  boundary('bench/**', { packages: ownedPackages }),
  boundary('test/vscode/**', { packages: ['onnxruntime-node'] }),
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
