import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { repository, screenshotFolder } from './paths';
import { startServer, type CodeServer, type Settings } from './server';
import { copyWorkspace } from './workspace';

export interface EditorOptions {
  /** Folder to copy into the workspace; the examples by default. */
  workspace?: string;
  settings?: Settings;
  env?: NodeJS.ProcessEnv;
  viewport?: { width: number; height: number };
}

/** A whole VS Code in a browser, for tests that click. */
export interface Editor {
  page: Page;
  server: CodeServer;
  /** The workspace's folder, a copy that is removed on close. */
  folder: string;
  /** Runs a command of the palette by its title. */
  runCommand: (title: string) => Promise<void>;
  /** Opens a file of the workspace by its relative path. */
  openFile: (path: string) => Promise<void>;
  /** Saves `test/screenshots/NAME.png`. */
  screenshot: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens the workbench with this extension in development and waits until it is ready for clicks. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const workspace = copyWorkspace(options.workspace);
  const [server, browser] = await Promise.all([startServer(options), launchBrowser()]);
  const page = await browser.newPage({
    viewport: options.viewport ?? { width: 1400, height: 900 },
  });
  const close = async () => {
    await browser.close();
    await server.close();
    workspace.remove();
  };

  const quickInput = page.locator('.quick-input-widget input').first();
  const pick = async (text: string) => {
    await page.keyboard.press('F1');
    await quickInput.fill(text);
    await page.locator('.quick-input-list .monaco-list-row.focused').first().waitFor();
    await page.keyboard.press('Enter');
    await quickInput.waitFor({ state: 'hidden' });
  };
  try {
    await page.goto(server.address({ folder: workspace.folder, extension: repository }));
    await page.locator('.explorer-folders-view .monaco-list').waitFor();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    page,
    server,
    folder: workspace.folder,
    runCommand: (title) => pick(`>${title}`),
    openFile: (path) => pick(path),
    async screenshot(name) {
      mkdirSync(screenshotFolder, { recursive: true });
      await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
    },
    close,
  };
}
