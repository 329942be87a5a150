import { deepEqual, equal, ok } from 'node:assert/strict';
import { shapeLabels } from '../../../webview/graph/edgeShapes';
import { firstFolds } from '../../../webview/graph/bestLayout';
import {
  centreOn,
  firstView,
  fitView,
  neighbour,
  reveal,
  smoothPath,
  zoomAt,
} from '../../../webview/graph/geometry';
import { layoutGraph, type Direction } from '../../../webview/graph/layout';
import { boxSize, ellipsize } from '../../../webview/graph/measure';
import {
  initiallyFolded,
  outermostGroups,
  withToggled,
  mainArguments,
  visibleGraph,
} from '../../../webview/graph/visibleGraph';
import { needsMap } from '../../../webview/graph/minimap';
import { layersNamed } from '../../../webview/graph/useSearch';
import { branchy, deep, lenet5 } from '../../../webview/harness/networks';

const measure = (text: string): number => text.length * 6;
const layout = (network = branchy, direction: Direction = 'right', folded = new Set<string>()) => {
  const graph = visibleGraph(network, folded);
  const sizes = new Map(graph.nodes.map((node) => [node.id, boxSize(node, measure)]));
  return layoutGraph(graph, direction, sizes);
};

describe('visible graph', () => {
  it('has a box for the input and each layer, and an edge for each input', () => {
    const { nodes, edges, groups } = visibleGraph(lenet5, new Set());
    deepEqual(
      nodes.map(({ id }) => id),
      ['input', 'C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'output'],
    );
    equal(edges.length, 7);
    equal(groups.length, 0);
    deepEqual(edges[1], { from: 'C1', to: 'S2', shape: [6, 28, 28] });
  });

  it('frames blocks and outermost joins, with names short inside', () => {
    const { nodes, groups } = visibleGraph(branchy, new Set());
    deepEqual(
      groups.map(({ id }) => id),
      ['inception_1', 'res.add'],
    );
    const titleOf = (id: string) => nodes.find((node) => node.id === id)?.title;
    equal(titleOf('inception_1.b3'), 'b3');
    equal(titleOf('res.a'), 'res.a');
    equal(nodes.find(({ id }) => id === 'res.add')?.parent, 'res.add');
  });

  it('frames nodes of a file by the parts of their names', () => {
    const [first] = branchy.layers;
    const node = (id: string, groups: string[]) => ({ ...first, id, groups, inputs: ['input'] });
    const layers = [node('/a/conv/Conv', ['/a', '/a/conv']), node('/a/Relu', ['/a'])];
    const { nodes, groups } = visibleGraph({ ...branchy, layers }, new Set());
    deepEqual(
      groups.map(({ title }) => title),
      ['/a', 'conv'],
    );
    deepEqual(
      nodes.slice(1).map(({ title }) => title),
      ['Conv', 'Relu'],
    );
  });

  it('puts a folded group in one box with its sums', () => {
    const { nodes, edges } = visibleGraph(branchy, new Set(['inception_1']));
    const box = nodes.find(({ id }) => id === 'group:inception_1');
    equal(box?.folded?.length, 8);
    equal(box?.detail, '8 layers');
    deepEqual(box?.shape, [128, 16, 16]);
    deepEqual(
      edges.filter(({ to }) => to === 'group:inception_1'),
      [{ from: 'pool_1', to: 'group:inception_1', shape: [64, 16, 16] }],
    );
    ok(!nodes.some(({ id }) => id.startsWith('inception_1.')));
  });

  it('folds only big networks at first', () => {
    equal(initiallyFolded(branchy).size, 0);
    equal(initiallyFolded(deep).size, 9);
    equal(visibleGraph(deep, initiallyFolded(deep)).nodes.length, 12);
  });

  it('keeps what the user opened or closed, whatever is folded at first', () => {
    const toggled = new Set(['res.add']);
    deepEqual(outermostGroups(branchy), new Set(['inception_1', 'res.add']));
    deepEqual(withToggled(outermostGroups(branchy), toggled), new Set(['inception_1']));
    deepEqual(withToggled(new Set(), toggled), toggled);
  });

  for (const [family, text, shown] of [
    ['convolution', 'conv(6, kernel: 5, padding: 2)', '6, kernel 5, padding 2'],
    ['pooling', 'avgpool(2)', '2×2'],
    ['pooling', 'maxpool(3, stride: 1)', '3×3, stride 1'],
    ['reshape', 'flatten', ''],
    ['dense', 'dense(10, init: normal(0.1))', '10, init normal(0.1)'],
  ] as const) {
    it(`shows ${text} as “${shown}”`, () => equal(mainArguments({ family, text }), shown));
  }
});

describe('search in a graph', () => {
  for (const [text, found] of [
    ['c1', ['C1']],
    ['avg_pool', ['S2', 'S4']],
    ['kernel: 5', ['C1', 'C3']],
    ['dense tanh', ['C5', 'F6']],
    [' ', []],
    ['transformer', []],
  ] as const)
    it(`“${text}” finds ${found.join(', ') || 'nothing'}`, () =>
      deepEqual(layersNamed(lenet5, text), found));
});

describe('map of a graph', () => {
  const frame = { width: 900, height: 480 };
  const view = { zoom: 1, x: 0, y: 0 };
  it('is there for what is out of sight', () => {
    const graph = layout(deep, 'right', new Set());
    equal(needsMap(graph, view, frame), true);
    equal(needsMap(graph, { ...view, zoom: 0.05 }, frame), false);
  });
  it('is not worth it for a few boxes', () =>
    equal(needsMap(layout(lenet5), view, { width: 400, height: 60 }), false));
  it('puts a place into the middle', () =>
    deepEqual(centreOn({ zoom: 2, x: 5, y: 5 }, { x: 100, y: 50 }, frame), {
      zoom: 2,
      x: 250,
      y: 140,
    }));
});

describe('layout', () => {
  it('folds branches that would be cut off at the sides', () => {
    const folds = (width: number) => firstFolds(branchy, width, 480, measure);
    deepEqual(folds(1400), new Set());
    deepEqual(folds(340), outermostGroups(branchy));
  });

  for (const direction of ['right', 'down'] as const) {
    const axis = direction === 'right' ? 'x' : 'y';

    it(`runs ${direction}: every layer after the layers it reads`, () => {
      for (const network of [lenet5, branchy]) {
        const { boxes, edges } = layout(network, direction);
        for (const { from, to } of edges)
          ok(boxes.get(from)![axis] < boxes.get(to)![axis], `${from} → ${to}`);
      }
    });

    it(`${direction}: boxes do not overlap and lie in the picture`, () => {
      const { boxes, width, height } = layout(branchy, direction);
      const all = [...boxes];
      for (const [id, a] of all) {
        ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= width, id);
        ok(a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= height, id);
        for (const [other, b] of all) {
          if (id === other) continue;
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 ||
            Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
          ok(apart, `${id} and ${other}`);
        }
      }
    });
  }

  it('frames hold their boxes', () => {
    const { frames, nodes, boxes } = layout();
    for (const { id, box } of frames) {
      for (const node of nodes.filter(({ parent }) => parent === id)) {
        const inner = boxes.get(node.id)!;
        ok(Math.abs(inner.x - box.x) + inner.width / 2 <= box.width / 2 + 0.5, node.id);
        ok(Math.abs(inner.y - box.y) + inner.height / 2 <= box.height / 2 + 0.5, node.id);
      }
    }
  });

  it('writes a shape beside the line that leaves a box, where no edge bends across it', () => {
    const labels = (network: typeof branchy) =>
      Object.fromEntries(
        shapeLabels(layout(network, 'down')).map(({ from, text, side }) => [from, [text, side]]),
      );
    deepEqual(labels(lenet5).C1, ['[6, 28, 28]', 1]);
    equal(labels(lenet5).output, undefined);
    const { pool_1: spreading, ...others } = labels(branchy);
    equal(spreading, undefined);
    deepEqual(Object.keys(others).includes('stem'), true);
  });

  it('is the same each time', () => deepEqual(layout().boxes, layout().boxes));
});

describe('geometry', () => {
  it('arrow keys go to the nearest box that way', () => {
    const graph = layout(lenet5);
    equal(neighbour(graph, 'C1', 'ArrowRight'), 'S2');
    equal(neighbour(graph, 'C1', 'ArrowLeft'), 'input');
    equal(neighbour(graph, 'input', 'ArrowLeft'), undefined);
    equal(neighbour(graph, 'C1', 'Enter'), undefined);
  });

  it('fits a big drawing and centres a small one, unscaled', () => {
    deepEqual(fitView({ width: 2000, height: 500 }, { width: 1000, height: 800 }), {
      zoom: 0.5,
      x: 0,
      y: 275,
    });
    deepEqual(fitView({ width: 100, height: 100 }, { width: 300, height: 200 }), {
      zoom: 1,
      x: 100,
      y: 50,
    });
  });

  it('starts a drawing too big to read at its beginning', () => {
    const view = firstView(
      { width: 5000, height: 100 },
      { width: 1000, height: 100 },
      { x: 2500, y: 10 },
    );
    deepEqual(view, { zoom: 0.7, x: -1250, y: 15 });
  });

  it('zooming keeps the point under the pointer', () => {
    const [before, at] = [
      { zoom: 1, x: 30, y: -20 },
      { x: 200, y: 100 },
    ];
    const after = zoomAt(before, 1.5, at);
    equal((at.x - before.x) / before.zoom, (at.x - after.x) / after.zoom);
    equal((at.y - before.y) / before.zoom, (at.y - after.y) / after.zoom);
    equal(zoomAt(before, 1e9, at).zoom, 3);
  });

  it('reveals a box with the least movement', () => {
    const frame = { width: 400, height: 300 };
    const box = { x: 500, y: 100, width: 100, height: 50 };
    deepEqual(reveal({ zoom: 1, x: 0, y: 0 }, box, frame), { zoom: 1, x: -158, y: 0 });
  });

  it('paths start and end where the edge does', () => {
    const path = smoothPath(
      [
        { x: 0, y: 1 },
        { x: 10, y: 5 },
      ],
      'right',
    );
    equal(path, 'M0,1 C5,1 5,5 10,5');
  });

  it('long names get an ellipsis', () => {
    equal(ellipsize('inception_1', 42, measure), 'incept…');
    equal(ellipsize('C1', 42, measure), 'C1');
  });
});
