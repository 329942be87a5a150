import type { GraphNode, Value } from '../../../graph/graph';
import { numbersOf } from '../../../graph/attributes';
import { pad, swapBatchAndChannels } from '../../../graph/layout';
import { windowOf, windowToAttributes, type Window } from '../../../graph/operators/window';
import { swappedAxes } from '../patterns';
import { blockAdjointFilters, blockAsFilters, blockFilters } from './filters';
import type { Layouts } from './layouts';
import { blockedConv, reorderInput, reorderOutput, ungrouped } from './operators';

/** Activations the blocked convolution applies to its result. */
const fusible = new Set(['Relu', 'Tanh', 'Sigmoid']);

const lengths = (value: Value): number[] => value.type.shape.slice(2) as number[];

const windowOfNode = ({ operator, inputs, attributes }: GraphNode): Window =>
  windowOf(operator.name, attributes, lengths(inputs[0]!), lengths(inputs[1]!));

/** Y = Conv(X, W, b), with the activation behind it; gives the nodes it has written. */
export function convolution(layouts: Layouts, node: GraphNode): readonly GraphNode[] {
  const { builder, block } = layouts;
  const [x, filters, bias] = node.inputs as [Value, Value, Value | undefined];
  const y = node.outputs[0];
  const inputChannels = filters.type.shape[1] as number;
  const plainInput = inputChannels < block;
  if (!layouts.fits(y) || !ungrouped(node.attributes)) return [];
  if (!plainInput && !layouts.fits(x)) return [];
  const consumer = layouts.onlyConsumer(y);
  const activation = consumer && fusible.has(consumer.operator.name) ? consumer : undefined;
  const written = builder.apply(
    blockedConv,
    [
      plainInput ? layouts.plain(x) : layouts.blocked(x),
      blockFilters(builder, layouts.plain(filters), block),
      bias && layouts.plain(bias),
    ],
    {
      ...windowToAttributes(windowOfNode(node)),
      ...(activation && { activation: activation.operator.name }),
    },
  );
  layouts.setBlocked(activation ? activation.outputs[0] : y, written);
  return activation ? [node, activation] : [node];
}

/** The adjoint with stride 1 as a convolution with mirrored filters. */
export function adjointConvolution(layouts: Layouts, node: GraphNode): boolean {
  const { builder, block } = layouts;
  const [dy, filters, bias] = node.inputs as [Value, Value, Value | undefined];
  const dx = node.outputs[0];
  if (bias || !ungrouped(node.attributes) || !layouts.fits(dy) || !layouts.fits(dx)) return false;
  const { kernel, strides, dilations, begins, ends } = windowOfNode(node);
  const extra = numbersOf(node.attributes, 'output_padding') ?? [];
  if ([...strides, 1].some((stride) => stride !== 1) || extra.some((n) => n !== 0)) return false;
  const reach = kernel.map((length, i) => (length - 1) * dilations[i]);
  const window: Window = {
    kernel,
    strides,
    dilations,
    begins: reach.map((length, i) => length - begins[i]),
    ends: reach.map((length, i) => length - ends[i]),
  };
  if ([...window.begins, ...window.ends].some((length) => length < 0)) return false;
  const mirrored = blockAdjointFilters(builder, layouts.plain(filters), block);
  const attributes = windowToAttributes(window);
  layouts.setBlocked(dx, builder.apply(blockedConv, [layouts.blocked(dy), mirrored], attributes));
  return true;
}

/**
 * ∂E/∂W = Conv(Xᵀ, dYᵀ): the samples are blocked as channels, dY becomes filters. The input is padded beforehand, since
 * nearly all of the few places of so large a window would lie on the border.
 */
export function filterGradient(layouts: Layouts, node: GraphNode): boolean {
  const { builder, block } = layouts;
  const [xt, dyt, bias] = node.inputs as [Value, Value, Value | undefined];
  const dy = swappedAxes(dyt);
  if (bias || !dy || !swappedAxes(xt) || !ungrouped(node.attributes)) return false;
  if (!layouts.fits(dy) || Number(dy.type.shape[0]) % block !== 0) return false;
  const window = windowOfNode(node);
  const padded = paddedSamples(layouts, xt, window);
  const result = builder.apply(
    blockedConv,
    [builder.apply(reorderInput, [padded]), blockAsFilters(builder, layouts.blocked(dy), block)],
    windowToAttributes({ ...window, begins: [0, 0], ends: [0, 0] }),
  );
  const channels = Number(dy.type.shape[1]);
  layouts.setPlain(node.outputs[0], builder.apply(reorderOutput, [result], { channels }));
  return true;
}

/** Xᵀ, plain, with the window's padding. */
function paddedSamples(layouts: Layouts, xt: Value, { begins, ends }: Window): Value {
  const { builder } = layouts;
  const x = swappedAxes(xt)!;
  const pads = [...begins, ...ends];
  if (!layouts.isBlocked(x) || pads.every((length) => length === 0)) {
    return pad(builder, layouts.plain(xt), begins, ends);
  }
  // A convolution with one 1×1 filter for each map pads with all threads, `Pad` with one.
  const channels = x.type.shape[1] as number;
  const shape = [channels, 1, 1, 1];
  const ones = builder.constant(new Float32Array(channels).fill(1), shape, `ones${channels}`);
  const padded = builder.apply(blockedConv, [layouts.blocked(x), ones], {
    group: channels,
    kernel_shape: [1, 1],
    pads,
  });
  return swapBatchAndChannels(builder, builder.apply(reorderOutput, [padded], { channels }));
}
