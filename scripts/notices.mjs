import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const line = `\n${'-'.repeat(80)}\n\n`;

const introduction = `Third-party notices

This program contains the packages below, each under its own licence.
`;

/** @typedef {{ name: string, version: string, license?: string, repository?: string | { url: string } }} Manifest */

/** Licences of packages that carry no licence file: package → file in `licenses/`. */
const supplied = {
  '@bufbuild/protobuf': 'protobuf.txt',
  '@microsoft/fast-element': 'microsoft.txt',
  '@microsoft/fast-foundation': 'microsoft.txt',
  '@microsoft/fast-web-utilities': 'microsoft.txt',
  '@vscode/l10n': 'microsoft.txt',
  'onnxruntime-node': 'onnxruntime.txt',
  'onnxruntime-web': 'onnxruntime.txt',
};

/**
 * Licences of every package with code in the bundles.
 * @param {import('esbuild').Metafile[]} metafiles
 */
export function thirdPartyNotices(metafiles) {
  return [introduction, ...bundledPackages(metafiles).map(notice).sort()].join(line);
}

/** What ONNX Runtime asks of those who pass on its libraries. */
export const runtimeNotice = () => line + notice(join(root, 'node_modules/onnxruntime-node'));

/**
 * Folders of the packages that left at least one byte in a bundle.
 * @param {import('esbuild').Metafile[]} metafiles
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = inputs.flatMap(
    ([path]) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? [],
  );
  return [...new Set(folders)].map((folder) => resolve(root, folder));
}

/** @param {string} folder */
function notice(folder) {
  /** @type {Manifest} */
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, repository } = manifest;
  const address = typeof repository === 'string' ? repository : repository?.url;
  const head = `${name} ${version}${license ? ` (${license})` : ''}`;
  return [head, ...(address ? [address] : []), '', licenceText(folder, name), ''].join('\n');
}

/**
 * @param {string} folder
 * @param {string} name
 */
function licenceText(folder, name) {
  const own = readdirSync(folder).filter((file) =>
    /^(licen[cs]e|notice)|notices?\.txt$/i.test(file),
  );
  const file = supplied[/** @type {keyof typeof supplied} */ (name)];
  const files = file ? [join(root, 'licenses', file)] : own.map((each) => join(folder, each));
  if (files.length === 0) {
    throw new Error(
      `${name} has no licence file; put its licence into licenses/ (scripts/notices.mjs).`,
    );
  }
  const texts = files.map((each) => readFileSync(each, 'utf8').trim());
  return texts.join('\n\n').replaceAll('\r\n', '\n');
}
