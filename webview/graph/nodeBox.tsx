import type { Box } from './layout';
import {
  costsText,
  ellipsize,
  padding,
  parametersText,
  shapeText,
  type MeasureText,
} from './measure';
import { describeNode, type GraphNode } from './visibleGraph';

interface NodeBoxProps {
  readonly node: GraphNode;
  readonly box: Box;
  readonly selected: boolean;
  readonly tabbable: boolean;
  readonly measure: MeasureText;
  readonly onSelect: () => void;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly elementRef: (element: SVGGElement | null) => void;
}

/** A box of the layer graph: name and operator, main arguments, output shape and parameters. */
export function NodeBox({ node, box, selected, tabbable, measure, ...handlers }: NodeBoxProps) {
  const [left, right] = [padding, box.width - padding];
  const room = right - left;
  const operatorWidth = measure(node.operator, 'small');
  const small = (text: string) => measure(text, 'small');
  const classes = ['dnn-node', `dnn-family-${node.family}`];
  if (selected) classes.push('dnn-selected');
  if (node.isOutput) classes.push('dnn-output');
  if (node.isProblem) classes.push('dnn-problem');
  const costs = costsText(node);
  const bottom = box.height - 12;
  const facts = costs ? bottom - 15 : bottom;
  return (
    <g
      ref={handlers.elementRef}
      class={classes.join(' ')}
      transform={`translate(${box.x - box.width / 2} ${box.y - box.height / 2})`}
      role="button"
      aria-pressed={selected}
      // In SVG this name is written in small letters, or it is none.
      tabindex={tabbable ? 0 : -1}
      data-node={node.id}
      onClick={handlers.onSelect}
      onFocus={handlers.onFocus}
      onKeyDown={handlers.onKeyDown}
    >
      {/* Its name, and its tooltip: of an `aria-label` one would expect the words on the box, as far as the frame shows them. */}
      <title>{describeNode(node)}</title>
      {node.folded && (
        <rect class="dnn-node-behind" x="4" y="4" width={box.width} height={box.height} rx="5" />
      )}
      <rect class="dnn-node-back" width={box.width} height={box.height} rx="5" />
      <path class="dnn-node-edge" d={`M0,5 a5,5 0 0 1 5,-5 V${box.height} a5,5 0 0 1 -5,-5 Z`} />
      <text class="dnn-node-title" x={left} y="19">
        {ellipsize(node.title, room - operatorWidth - 8, (text) => measure(text, 'normal'))}
      </text>
      <text class="dnn-node-operator" x={right} y="19" text-anchor="end">
        {node.operator}
      </text>
      {node.detail && (
        <text class="dnn-node-detail" x={left} y="35">
          {ellipsize(node.detail, room, small)}
        </text>
      )}
      <text class="dnn-node-shape" x={left} y={facts}>
        {ellipsize(shapeText(node.shape), room - measure(parametersText(node), 'small') - 8, small)}
      </text>
      <text class="dnn-node-parameters" x={right} y={facts} text-anchor="end">
        {parametersText(node)}
      </text>
      {costs && (
        <text class="dnn-node-costs" x={left} y={bottom}>
          {ellipsize(costs, room, small)}
        </text>
      )}
    </g>
  );
}
