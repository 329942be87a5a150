import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openEditor, repository } from '../../test/host';
import { timeMoves } from './moves';

/**
 * From a move of the pointer over the drawing of a digit until the maps of C3 of a LeNet-5 are painted, through the editor and the core and
 * back: median and 95th percentile, in milliseconds.
 */
export async function drawing(): Promise<void> {
  const editor = await openEditor({ workspace: join(repository, 'test/fixtures/views') });
  try {
    await editor.openNotebook('views.dnn');
    await editor.runCommand('DNN Notebook: Open Inspector');
    const inspector = await editor.findFrame('.dnn-panel-head', 60);
    await inspector.getByRole('tab', { name: 'Feature maps' }).click();
    await inspector.locator('[data-layer=C1] canvas').first().waitFor({ timeout: 60_000 });
    await inspector.getByRole('radio', { name: 'Your drawing or image' }).click();
    const pad = inspector.getByRole('application');
    await pad.scrollIntoViewIfNeeded();
    await inspector.evaluate(observe);
    const told = await timeMoves(pad, () => lastAnswer(inspector));
    console.log(`drawing: ${told}`);
  } finally {
    await editor.close();
  }
}

/** In the page: notes when the pointer moves over the drawing, and when a map of C3 is painted after that. */
function observe(): void {
  const times: { moved?: number; painted?: number } = {};
  Object.assign(window, { times });
  window.addEventListener(
    'pointermove',
    ({ target }) => {
      if (!(target as Element).closest('[role=application]')) return;
      times.moved = performance.now();
      delete times.painted;
    },
    true,
  );
  const { prototype } = CanvasRenderingContext2D;
  const painting = Reflect.get(prototype, 'putImageData') as (...given: unknown[]) => void;
  prototype.putImageData = new Proxy(painting, {
    apply(_, context: CanvasRenderingContext2D, given) {
      Reflect.apply(painting, context, given);
      if (context.canvas.closest('[data-layer=C3]')) times.painted ??= performance.now();
    },
  });
}

/** Milliseconds from the last move to what was painted after it; undefined where that changed nothing. */
const lastAnswer = (inspector: Frame): Promise<number | undefined> =>
  inspector.evaluate(() => {
    const { times } = window as unknown as { times: { moved?: number; painted?: number } };
    const { moved, painted } = times;
    return moved === undefined || painted === undefined ? undefined : painted - moved;
  });
