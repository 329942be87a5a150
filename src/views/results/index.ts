import type { ResultView } from '../resultView';
import { exportedView } from './exported';
import { forecastView } from './forecast';
import { generatedView } from './generated';
import { inspectionView } from './inspection';
import { rateView } from './rate';

/** How results are shown, by their kind: a table that is open. */
export const resultViews = new Map<string, ResultView>();
for (const view of [inspectionView, rateView, exportedView, forecastView, generatedView])
  resultViews.set(view.kind, view);

/** The view of a kind that a verb names. */
export function resultView(kind: string): ResultView {
  const view = resultViews.get(kind);
  if (!view) throw new Error(`no view shows results of the kind \`${kind}\``);
  return view;
}
