import { median } from '../numerics/median';
import { theilSen } from '../numerics/theilSen';
import { weightLayers, type Facts } from './facts';

/** How the magnitude of gradients goes with depth. */
export interface GradientProfile {
  /** Decades a layer towards the output: positive where the first layers get less. */
  readonly slope: number;
  /** Decades from the first to the last layer of weights, by the fitted line. */
  readonly decades: number;
  /** The layers, the first one first. */
  readonly layers: readonly { readonly id: string; readonly magnitude: number }[];
}

/** Fewer layers of weights have no slope. */
const fewestLayers = 4;
/** What stands for a magnitude that float32 rounds to zero. */
const least = 1e-38;

/** The profile of so many of the first steps; undefined where the network is shallow or has no gradients. */
export function gradientProfile(facts: Facts, count: number): GradientProfile | undefined {
  const steps = facts.record.firstGradients.slice(0, count);
  const layers = weightLayers(facts);
  if (layers.length < fewestLayers || steps.length === 0) return undefined;
  const columns = new Map(facts.record.gradientKeys.map((key, i) => [key, i]));
  const measured = layers.map(({ layer, key, depth }) => {
    const magnitude = median(steps.map((numbers) => numbers[columns.get(key)!])) ?? NaN;
    return { id: layer.id, depth, magnitude };
  });
  // A gradient that is zero everywhere is no profile.
  if (measured.every(({ magnitude }) => magnitude === 0)) return undefined;
  const depths = measured.map(({ depth }) => depth);
  const line = theilSen(
    depths,
    measured.map(({ magnitude }) => Math.log10(Math.max(magnitude, least))),
  );
  if (!line) return undefined;
  const span = Math.max(...depths) - Math.min(...depths);
  return {
    slope: line.slope,
    decades: line.slope * span,
    layers: measured.map(({ id, magnitude }) => ({ id, magnitude })),
  };
}
