import { format } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { launchBrowser } from './browser';
import { repository } from './paths';
import { startServer } from './server';
import { testOutputMark } from './output';
import { makeWorkspace } from './workspace';

export interface ExtensionTestOptions {
  /** The bundled module with `run()`. */
  tests: string;
  env: Record<string, string | undefined>;
  /** Gives up after this long. */
  timeoutSeconds: number;
}

/**
 * Runs the extension's test suite in the extension host of a VS Code in headless Chromium; prints what it prints.
 * @returns the exit code
 */
export async function runInBrowser(options: ExtensionTestOptions): Promise<number> {
  const { folder, remove } = makeWorkspace();
  const [server, browser] = await Promise.all([startServer({ env: options.env }), launchBrowser()]);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const other: string[] = [];
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      const line = format(...args);
      if (line.startsWith(testOutputMark)) console.log(line.slice(testOutputMark.length));
      else if (type === 'error') other.push(line);
    });
    const exit = new Promise<number>((resolve, reject) => {
      page.on('crash', () => reject(new Error('The page crashed.')));
      void page.exposeFunction('codeAutomationExit', resolve);
      setTimeout(
        () =>
          reject(
            new Error(
              `No end after ${options.timeoutSeconds} s.\n${server.log()}\n${other.join('\n')}`,
            ),
          ),
        options.timeoutSeconds * 1000,
      ).unref();
    });
    await page.goto(server.address({ folder, extension: repository, tests: options.tests }));
    const code = await exit;
    if (code !== 0) console.log(['', 'What else VS Code reported:', ...other].join('\n'));
    return code;
  } finally {
    await browser.close();
    await server.close();
    remove();
  }
}

/**
 * Runs the same suite in a desktop VS Code: the one at VSCODE_PATH, or a downloaded one.
 * @returns the exit code
 */
export async function runOnDesktop(options: ExtensionTestOptions): Promise<number> {
  const { folder, remove } = makeWorkspace();
  try {
    return await runTests({
      ...(process.env.VSCODE_PATH ? { vscodeExecutablePath: process.env.VSCODE_PATH } : {}),
      extensionDevelopmentPath: repository,
      extensionTestsPath: options.tests,
      extensionTestsEnv: options.env,
      launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
    });
  } finally {
    remove();
  }
}
