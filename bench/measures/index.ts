import { fineTuning } from './fineTuning';
import { growth } from './growth';
import type { Measure } from './measure';
import { memory } from './memory';
import { mnist } from './mnist';
import { start } from './start';
import { steps } from './steps';
import { watching } from './watching';

/** All measures, in the order in which they are taken. */
export const measures = {
  steps,
  watching,
  memory,
  start,
  growth,
  mnist,
  fineTuning,
} satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly MeasureName[];
/** Those that make sense on other devices than the CPU. */
export const onAnyDevice = (name: MeasureName): boolean => {
  const measure: Measure = measures[name];
  return measure.onAnyDevice ?? false;
};
/** Those that take a minute or more. */
export const isLong = (name: MeasureName): boolean => measures[name].long ?? false;
