import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installTestHost, serverNode, vscodeServer } from './install';

export type Settings = Record<string, unknown>;

export interface ServerOptions {
  /** User settings, on top of those that keep a test quiet. */
  settings?: Settings;
  env?: NodeJS.ProcessEnv;
  /** 0 or absent: a free one. */
  port?: number;
  /** A packaged extension (VSIX) to install, as a user does; by default the workbench loads one in development. */
  install?: string;
}

export interface CodeServer {
  port: number;
  /** Address of the workbench on a workspace folder, perhaps with an extension in development and its tests. */
  address: (open: { folder: string; extension?: string; tests?: string }) => string;
  /** Where installed extensions lie. */
  extensions: string;
  /** What the server printed so far. */
  log: () => string;
  close: () => Promise<void>;
}

const quietSettings: Settings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'git.enabled': false,
  'editor.fontFamily': 'monospace',
};

const serverMain = join(vscodeServer, 'out/server-main.js');

/** Installs a VSIX into the profile, as `code --install-extension` does. */
function installExtension(file: string, data: string): void {
  const args = [serverMain, `--install-extension=${file}`, `--server-data-dir=${data}`];
  execFileSync(serverNode, [...args, '--accept-server-license-terms'], { stdio: 'pipe' });
}

/** Starts a VS Code server with a fresh profile and waits until it listens. */
export async function startServer(options: ServerOptions = {}): Promise<CodeServer> {
  installTestHost();
  const data = mkdtempSync(join(tmpdir(), 'dnn-vscode-'));
  const settings = JSON.stringify({ ...quietSettings, ...options.settings });
  for (const scope of ['User', 'Machine']) {
    mkdirSync(join(data, 'data', scope), { recursive: true });
    writeFileSync(join(data, 'data', scope, 'settings.json'), settings);
  }
  // Where compute cores of this profile say how to reach them: none is shared with the user's own editor.
  const runtime = join(data, 'runtime');
  mkdirSync(runtime, { mode: 0o700 });
  if (options.install) installExtension(options.install, data);
  const port = options.port || (await freePort());
  const server = spawn(
    serverNode,
    [
      serverMain,
      '--host=127.0.0.1',
      `--port=${port}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      `--server-data-dir=${data}`,
      // Without it the workbench ignores extensions in development.
      ...(options.install ? [] : ['--enable-smoke-test-driver']),
    ],
    {
      env: { ...process.env, XDG_RUNTIME_DIR: runtime, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  const record = (text: Buffer) => (log += text.toString());
  server.stdout.on('data', record);
  server.stderr.on('data', record);

  const close = async () => {
    process.off('exit', kill);
    if (server.exitCode === null && server.signalCode === null) {
      const gone = once(server, 'exit');
      server.kill();
      await gone;
    }
    endCores(runtime);
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const kill = () => server.kill();
  process.on('exit', kill);

  try {
    await listening(server, () => log);
  } catch (error) {
    await close();
    throw error;
  }
  const origin = `localhost:${port}`;
  const remote = (path: string) => `vscode-remote://${origin}${path}`;
  return {
    port,
    extensions: join(data, 'extensions'),
    address({ folder, extension, tests }) {
      if (!extension) return `http://${origin}/?${new URLSearchParams({ folder }).toString()}`;
      const payload = [
        ['extensionDevelopmentPath', remote(extension)],
        ['enableProposedApi', ''],
        ['skipWelcome', 'true'],
      ];
      if (tests) payload.push(['extensionTestsPath', remote(tests)]);
      const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
      return `http://${origin}/?${query.toString()}`;
    },
    log: () => log,
    close,
  };
}

/** Ends at once what would outlive the editor: a core goes on training without its window, and stops with a checkpoint. */
function endCores(runtime: string): void {
  for (const file of readdirSync(runtime, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json')) continue;
    const { pid } = JSON.parse(readFileSync(join(runtime, file), 'utf8')) as { pid: number };
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function listening(server: ChildProcess, log: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', () => {
      if (log().includes('Extension host agent listening')) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) =>
      reject(new Error(`The VS Code server ended with code ${code}:\n${log()}`)),
    );
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
