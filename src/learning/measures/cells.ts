import { defineMeasure } from './measure';

/** What rules tell whose cells compete. */

export const representatives = defineMeasure({
  name: 'representatives',
  label: 'representatives',
  goal: 'none',
  fold: 'mean',
  discrete: true,
  summary: 'Cells that won their surroundings and were reinforced, per sample.',
  example: 'rule hebbian # reports representatives',
});

export const response = defineMeasure({
  name: 'response',
  label: 'strongest response',
  goal: 'higher',
  fold: 'mean',
  summary: 'The output of the cell that responds most, a mean over samples.',
  example: 'stop early(metric: response)',
});
