#!/usr/bin/env node
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');
/** @type {('cli' | 'core' | 'dataWorker')[]} */
const bundles = ['cli', 'core', 'dataWorker'];

/**
 * Time of the last change to a bundle; 0 when there is none.
 * @param {string} name
 */
function builtAt(name) {
  return statSync(join(root, 'dist', `${name}.js`), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function sourceChangedAt() {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' });
  return Math.max(...names.map((name) => statSync(join(source, name)).mtimeMs));
}

// In a checkout the command line is built on first use and after a change; an installed package has no sources.
if (existsSync(source) && Math.min(...bundles.map(builtAt)) < sourceChangedAt()) {
  if (process.stderr.isTTY) process.stderr.write('Building dnn ...\n');
  const { build } = await import('./build.mjs');
  await build({ names: bundles });
}

const commandLine = join(root, 'dist/cli.js');
if (existsSync(commandLine)) {
  createRequire(import.meta.url)(commandLine);
} else {
  console.error(
    'dnn: this package was packed without its build. Pack it with: npm pack --ignore-scripts=false',
  );
  process.exitCode = 2;
}
