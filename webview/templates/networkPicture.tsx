import type { Family } from '../../src/views/payloads';
import { layoutGraph, type Size } from '../graph/layout';
import type { GraphSource } from '../graph/source';
import { initiallyFolded, visibleGraph } from '../graph/visibleGraph';

/** A picture of a network with a box for each layer, coloured by what it is: its shape at a glance, without words. */
export function NetworkPicture({ network }: { readonly network: GraphSource }) {
  const graph = visibleGraph(network, initiallyFolded(network, 12));
  const sizes = new Map(graph.nodes.map(({ id, family }) => [id, sizeOf(family)]));
  const { nodes, boxes, routes, width, height } = layoutGraph(graph, 'right', sizes);
  return (
    <svg
      class="dnn-network-picture"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {routes.map(({ from, to, points }) => (
        <polyline key={`${from} ${to}`} points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      ))}
      {nodes.map(({ id, family }) => {
        const box = boxes.get(id);
        return (
          box && (
            <rect
              key={id}
              class={`dnn-family-${family}`}
              x={box.x - box.width / 2}
              y={box.y - box.height / 2}
              width={box.width}
              height={box.height}
              rx="3"
            />
          )
        );
      })}
    </svg>
  );
}

/** Layers that keep maps are tall, others lower. */
const sizeOf = (family: Family | 'input' | 'group'): Size => {
  switch (family) {
    case 'input':
    case 'convolution':
    case 'group':
      return { width: 18, height: 56 };
    case 'pooling':
      return { width: 12, height: 40 };
    case 'dense':
    case 'recurrent':
      return { width: 14, height: 34 };
    default:
      return { width: 10, height: 22 };
  }
};
