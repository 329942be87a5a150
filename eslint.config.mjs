import { builtinModules } from 'node:module';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { projects, references } from './scripts/projects.mjs';

const root = import.meta.dirname;

/** Packages that only one project of `src/`, or one file, may import: package → project or file. */
const owners = { vscode: 'extension', 'onnxruntime-node': 'compute/devices/onnxRuntime.ts' };
const ownedPackages = Object.keys(owners);

/**
 * Forbids packages and projects of `src/` to the files of one folder.
 * @param {string} files
 * @param {{ packages?: string[], sources?: string[], builtins?: boolean }} forbidden
 */
function boundary(files, { packages = [], sources = [], builtins = false }) {
  const patterns = [];
  if (sources.length > 0) {
    patterns.push({
      regex: `^(\\.\\./)+(src/)?(${sources.join('|')})(/|$)`,
      message:
        'This project does not depend on that one (see the references in its tsconfig.json).',
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

/** @param {string[]} allowed */
const allProjectsBut = (allowed) => [...projects.keys()].filter((name) => !allowed.includes(name));

/**
 * What comes behind the `../` of an import from one project in another: `compute/wire`, or `wire` from within `compute`.
 * @param {string} from
 * @param {string} to
 */
function waysTo(from, to) {
  const [outer, inner] = to.split('/');
  return inner && from.startsWith(`${outer}/`) ? [to, inner] : [to];
}

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
      'test/peers/venv/',
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
  [...projects].map(([name, mayImport]) =>
    boundary(`src/${name}/**`, {
      packages: ownedPackages.filter((owned) => owners[owned] !== name),
      builtins: ['shape', 'text'].includes(name), // webviews use them
      sources: [
        ...allProjectsBut([name, ...mayImport]).flatMap((other) => waysTo(name, other)),
        'webview',
        'test',
      ],
    }),
  ),
  boundary('webview/**', {
    packages: ownedPackages,
    builtins: true,
    sources: allProjectsBut(references('webview')),
  }),
  boundary('test/unit/**', { packages: ownedPackages }),
  boundary('test/ui/**', { packages: ownedPackages }),
  boundary('test/package/**', { packages: ownedPackages }),
  boundary('test/compute/**', { packages: ownedPackages }),
  boundary('bench/**', { packages: ownedPackages }),
  boundary('test/vscode/**', { packages: ['onnxruntime-node'] }),
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
