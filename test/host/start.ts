import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { repository } from './paths';
import { startServer } from './server';
import { build } from '../../scripts/build.mjs';

const examples = join(repository, 'examples');
const windows = process.platform === 'win32';

const { values: options } = parseArgs({
  options: { browser: { type: 'boolean' }, port: { type: 'string' } },
});

interface Desktop {
  command: string;
  /** Where it comes from, for the message. */
  origin: string;
  args: string[];
}

/** A desktop VS Code: the one named, the one installed, or a downloaded one; `undefined` when there is none. */
async function findDesktop(): Promise<Desktop | undefined> {
  if (process.env.VSCODE_PATH) {
    return { command: process.env.VSCODE_PATH, origin: 'from VSCODE_PATH', args: [] };
  }
  if (spawnSync('code', ['--version'], { shell: windows }).status === 0) {
    return { command: 'code', origin: 'from the PATH', args: [] };
  }
  const display = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  if (process.platform === 'linux' && !display) return undefined;
  try {
    const command = await downloadAndUnzipVSCode();
    const profile = join(repository, '.vscode-test/user-data');
    return { command, origin: 'downloaded', args: [`--user-data-dir=${profile}`] };
  } catch (error) {
    console.log(`No VS Code could be downloaded: ${String(error)}`);
    return undefined;
  }
}

async function openDesktop({ command, origin, args }: Desktop): Promise<void> {
  const editor = spawn(
    command,
    [...args, '--new-window', `--extensionDevelopmentPath=${repository}`, examples],
    { stdio: 'ignore', shell: windows },
  );
  await once(editor, 'spawn');
  console.log(`DNN Notebook runs in the desktop VS Code ${origin} (${command}), on ${examples}`);
  const [code] = (await once(editor, 'exit')) as [number | null];
  if (code) throw new Error(`${command} ended with code ${code}.`);
}

async function openBrowser(reason: string): Promise<void> {
  const server = await startServer({
    port: Number(options.port ?? 0),
    // Training started here goes on when the window is gone, as it does on the desktop.
    env: { XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR },
  });
  const address = server.address({ folder: examples, extension: repository });
  console.log(
    [
      `DNN Notebook runs in a VS Code for the browser (${reason}).`,
      '',
      `  Open  ${address}`,
      `  on    ${examples}`,
      '',
      'Ctrl-C ends it.',
    ].join('\n'),
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
}

async function main() {
  await build();
  if (options.browser) return openBrowser('as asked for');
  const desktop = await findDesktop();
  await (desktop ? openDesktop(desktop) : openBrowser('there is no desktop VS Code here'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
