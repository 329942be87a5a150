import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { integer } from '../../language/parameters';
import { range } from '../../graph/shapes';
import { bestIsRight } from '../bestIsRight';
import { defineMeasure } from './measure';

export const crops = defineMeasure({
  name: 'crops',
  synonyms: ['ten_crop', 'multi_crop', 'crops_accuracy'],
  label: 'ten-crop accuracy',
  goal: 'higher',
  fold: 'mean',
  unit: 'fraction',
  discrete: true,
  summary: 'The accuracy of the mean answer to ten parts of each image.',
  details:
    'The parts are those that [crop](data.md#crop) of the same width may cut out in the corners and in the middle, each also ' +
    'mirrored from left to right: Krizhevsky, Sutskever and Hinton (2012). Evaluations tell it; they take eleven times as long.',
  parameters: {
    padding: integer('Width of the border of zeros that is added first.', {
      minimum: 0,
      maximum: 1000,
    }),
  },
  example: 'watch crops(4)',
  views: (graph, images, { padding }) => tenCrops(graph, images, padding),
  score: bestIsRight,
});

/** Corners and middle of images [N, C, H, W] with a border of zeros, each of the size of the images, then the same mirrored. */
function tenCrops(graph: GraphBuilder, images: Value, padding: number): readonly Value[] {
  const [, , height, width] = images.type.shape.map(Number);
  const border = [0, 0, padding, padding];
  const padded = padding > 0 ? graph.pad(images, [...border, ...border]) : images;
  const part = (top: number, left: number, mirrored: boolean): Value => {
    const columns = range(left, left + width);
    const rows = graph.gather(padded, graph.ints(range(top, top + height)), { axis: 2 });
    return graph.gather(rows, graph.ints(mirrored ? columns.reverse() : columns), { axis: 3 });
  };
  const far = 2 * padding;
  const corners = [
    [0, 0],
    [0, far],
    [far, 0],
    [far, far],
    [padding, padding],
  ] as const;
  return [false, true].flatMap((mirrored) =>
    corners.map(([top, left]) => part(top, left, mirrored)),
  );
}
