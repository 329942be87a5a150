import * as z from 'zod';

/** Numbers in JSON cannot be NaN or infinite; a diverged value travels as a word. */
export const wireNumber = z.union([z.number(), z.literal(['NaN', 'Infinity', '-Infinity'])]);
export type WireNumber = z.infer<typeof wireNumber>;

export const toWire = (value: number): WireNumber =>
  Number.isFinite(value) ? value : (String(value) as WireNumber);

/** The number that a word stands for. */
export const fromWire = (value: WireNumber): number => Number(value);
