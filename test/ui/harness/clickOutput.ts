import type { Locator } from 'playwright-core';
import type { Editor } from '../../host';
import { until } from './until';

/**
 * Clicks something in the output of a cell. Outputs are moved by the notebook, not by their frame: what lies outside
 * the visible part is brought in as by a reader, with the wheel over the margin beside the cells.
 */
export async function clickOutput(editor: Editor, target: Locator): Promise<void> {
  const { page } = editor;
  const notebook = page.locator('.notebook-editor:visible').first();
  const toolbar = page.locator('.notebook-toolbar-container:visible').first();
  await target.waitFor();
  await until('the output that is clicked is in view', async () => {
    const shown = (await target.boundingBox())!;
    const { x, y, height } = (await notebook.boundingBox())!;
    const top = (await toolbar.boundingBox())!.y + 100;
    const bottom = y + height - 60;
    if (shown.y > top && shown.y + shown.height < bottom) return true;
    await page.mouse.move(x + 12, y + height / 2);
    await page.mouse.wheel(0, shown.y > top ? 150 : -150);
    return false;
  });
  await target.click();
}
