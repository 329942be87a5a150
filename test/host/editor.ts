import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { repository, screenshotFolder } from './paths';
import { startServer, type CodeServer, type Settings } from './server';
import { makeWorkspace, type Files } from './workspace';

export interface EditorOptions {
  /** Folder to copy into the workspace, or files to write into it; the examples by default. */
  workspace?: string | Files;
  settings?: Settings;
  env?: NodeJS.ProcessEnv;
  /** Folder of the extension in development; the product's own by default. */
  extension?: string;
  /** A packaged extension to install in place of the one in development. */
  install?: string;
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
  /** The same, and waits until its cells are there. */
  openNotebook: (path: string) => Promise<void>;
  /** The webview frame that shows the selected element; notebook outputs and panels are such frames. */
  findFrame: (selector: string, timeoutSeconds?: number) => Promise<Frame>;
  /** Reloads the window; unlike the browser's own reload, this lets the workbench save its state first. */
  reload: () => Promise<void>;
  /** Saves `test/screenshots/NAME.png`. */
  screenshot: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens the workbench with this extension, in development or installed, and waits until it is ready for clicks. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const workspace = makeWorkspace(options.workspace);
  const [server, browser] = await Promise.all([startServer(options), launchBrowser()]);
  const page = await browser.newPage({
    viewport: options.viewport ?? { width: 1400, height: 900 },
    // Without one the system's comes through, which need not be a language tag.
    locale: 'en-US',
  });
  // Below Mocha's, so that a failure names what was waited for.
  page.setDefaultTimeout(15_000);
  const close = async () => {
    await browser.close();
    await server.close();
    workspace.remove();
  };

  const explorer = page.locator('.explorer-folders-view .monaco-list');
  const quickInput = page.locator('.quick-input-widget input').first();
  const choose = async (text: string, label: string) => {
    const exactly = new RegExp(`^${label.replace(/[^\w ]/g, '\\$&')}$`);
    const choices = page.locator('.quick-input-list .label-name').filter({ hasText: exactly });
    // An editor that takes the focus late closes the palette again.
    for (let left = 3; ; left--) {
      try {
        await page.keyboard.press('F1');
        await quickInput.fill(text, { timeout: 4000 });
        return await choices.first().click({ timeout: 4000 });
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  };
  const pick = async (text: string, label: string) => {
    await choose(text, label);
    // It closes, or asks the command's own question.
    await page.waitForFunction((typed) => {
      const input = document.querySelector<HTMLInputElement>('.quick-input-widget input');
      return !input?.checkVisibility() || input.value !== typed;
    }, text);
  };
  const openFile = (path: string) => pick(path, basename(path));
  try {
    const extension = options.install ? undefined : (options.extension ?? repository);
    await page.goto(server.address({ folder: workspace.folder, extension }));
    await explorer.waitFor({ timeout: 60_000 });
    // What is installed arrives later than the workbench, and the palette shows what was there when it opened.
    if (options.install) await page.getByRole('tab', { name: 'DNN Notebook' }).waitFor();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    page,
    server,
    folder: workspace.folder,
    runCommand: (title) => pick(`>${title}`, title),
    openFile,
    async openNotebook(path) {
      await openFile(path);
      await page.locator('.notebook-editor .code-cell-row .view-line').first().waitFor();
    },
    async findFrame(selector, timeoutSeconds = 30) {
      const giveUp = Date.now() + timeoutSeconds * 1000;
      while (Date.now() < giveUp) {
        for (const frame of page.frames().filter((each) => each !== page.mainFrame())) {
          // A frame may go away while it is asked.
          const shown = await frame
            .locator(selector)
            .first()
            .isVisible()
            .catch(() => false);
          if (shown) return frame;
        }
        await page.waitForTimeout(100);
      }
      throw new Error(`No webview showed ${selector} within ${timeoutSeconds} s.`);
    },
    async reload() {
      const reloaded = page.waitForEvent('load');
      await choose('>Developer: Reload Window', 'Developer: Reload Window');
      await reloaded;
      await explorer.waitFor({ timeout: 60_000 });
    },
    async screenshot(name) {
      mkdirSync(screenshotFolder, { recursive: true });
      await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
    },
    close,
  };
}
