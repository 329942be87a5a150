import { significant } from '../../text/numbers';
import { rangeOf } from '../../network/range';
import type { Diagnosis, Finding } from '../diagnosis';
import { hasEnded, hasLearned, skillOf, type Facts } from '../facts';
import { gradientProfile, type GradientProfile } from '../gradientProfile';
import { insertBatchNorm, useActivation, useInitializer } from '../repairs/layers';
import { advice, known, layersOf } from '../repairs/repair';
import { changeRate, train } from '../repairs/settings';

/** Decades between the first and the last layer that leave one of them next to nothing. */
const many = 3;
/** So many hurt even where the rest of the network has learned. */
const hopeless = 6;
/** Decades a layer that are more than the scatter between layers. */
const steep = 0.1;

/** The slope of the first steps, where it hurts: it is steep, long, and the network has not learned in spite of it. */
function harmful(facts: Facts, direction: 1 | -1, steps: number): GradientProfile | undefined {
  const profile = gradientProfile(facts, steps);
  if (!profile || direction * profile.slope < steep) return undefined;
  const decades = direction * profile.decades;
  const hasBegun = hasEnded(facts) || facts.record.epochs.length > 0;
  if (decades < (hasBegun ? many : hopeless)) return undefined;
  if (decades < hopeless && isFine(facts)) return undefined;
  return profile;
}

const isFine = (facts: Facts): boolean => skillOf(facts) === undefined || hasLearned(facts, 0.5);

function finding({ slope, layers }: GradientProfile, when: string): Finding {
  const [first, last] = [layers[0], layers.at(-1)!];
  const factor = first.magnitude / last.magnitude;
  const which = Math.abs(slope).toFixed(2);
  return {
    level: 'problem',
    evidence:
      `In the first ${when} the gradient ${slope > 0 ? 'falls' : 'grows'} by ${which} decades a layer towards the input: ` +
      `\`${first.id}\` gets ${significant(factor, 2)} times that of \`${last.id}\`.`,
    layers: layers.map(({ id }) => id),
    values: { slope, factor },
  };
}

export const vanishing: Diagnosis = {
  name: 'vanishing_gradients',
  title: 'Vanishing gradients',
  condition: `In the first ten steps the gradient of the weights falls by at least ${steep} decades a layer towards the input and by ${many} in all, and less than half has been learned; or it falls by ${hopeless} in all.`,
  explanation:
    'Each layer on the way back to the input shrinks the gradient, so the first layers hardly change.',
  source: 'Hochreiter (1991); Glorot and Bengio (2010)',
  after: ['diverged', 'dead_units'],
  find(facts) {
    const profile = harmful(facts, 1, 10);
    return profile && finding(profile, 'steps');
  },
  repairs({ layers }, context) {
    const all = layersOf(context, layers);
    const bounded = all.filter((layer) => rangeOf(layer) !== undefined);
    return known([
      useActivation(context, bounded, 'relu'),
      insertBatchNorm(context, all),
      bounded.length === 0 ? useInitializer(context, all) : undefined,
      advice('Let some layers be skipped: `add { { … } { } }`'),
    ]);
  },
};

export const exploding: Diagnosis = {
  name: 'exploding_gradients',
  title: 'Exploding gradients',
  condition: `In the first step the gradient of the weights grows by at least ${steep} decades a layer towards the input and by ${many} in all, and less than half has been learned; or it grows by ${hopeless} in all.`,
  explanation:
    'Each layer on the way back to the input enlarges the gradient, so one rate cannot suit first and last layers.',
  source: 'Pascanu, Mikolov and Bengio (2013); Glorot and Bengio (2010)',
  after: ['diverged', 'dead_units'],
  find(facts) {
    // What explodes has changed the weights beyond recognition one step later.
    const profile = harmful(facts, -1, 1);
    return profile && finding(profile, 'step');
  },
  repairs({ layers }, context) {
    const all = layersOf(context, layers);
    return known([
      useInitializer(context, all),
      insertBatchNorm(context, all),
      train(context, 'Clip the norm of the gradient at 1', 'clip norm 1'),
      ...changeRate(context, 0.1),
    ]);
  },
};
