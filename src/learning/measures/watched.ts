import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { norm } from '../statistics';
import { defineMeasure } from './measure';

export const weights = defineMeasure({
  name: 'weights',
  label: 'parameter magnitude',
  symbol: '‖w‖₂',
  goal: 'none',
  fold: 'mean',
  summary: 'The magnitude of each parameter.',
  details: '$\\lVert w \\rVert_2$ before the step.',
  example: 'watch weights',
  watch: (graph, { weight }) => norm(graph, weight),
});

export const updates = defineMeasure({
  name: 'updates',
  label: 'relative update',
  symbol: '‖Δw‖₂ / ‖w‖₂',
  goal: 'none',
  fold: 'mean',
  join: 'largest',
  summary: 'The change of each parameter in a step, relative to its magnitude.',
  details:
    '$\\lVert \\Delta w \\rVert_2 / \\lVert w \\rVert_2$, with the larger of the old and the new $w$ below; about 0.001 is usual. If it is far less, the ' +
    'parameter hardly learns; if it is near 1, the rate is too high.',
  example: 'watch updates',
  watch: (graph, { weight, next }) => ratio(graph, weight, next),
});

function ratio(graph: GraphBuilder, weight: Value, next: Value): Value {
  const a = new Arithmetic(graph);
  // A bias that is still zero changes by all it is then.
  const size = a.max(a.max(norm(graph, weight), norm(graph, next)), 1e-12);
  return a.div(norm(graph, a.sub(next, weight)), size);
}
