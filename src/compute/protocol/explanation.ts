import * as z from 'zod';
import { roles } from '../../graph/graph';
import { deviceName } from './deviceName';

/** A training step as a device carries it out: what it computes, how long each part takes, how fast its products are. */

const time = {
  /** In one step, as the profiler measures it. */
  milliseconds: z.number(),
  /** Of the time of all nodes. */
  share: z.number(),
};
/** Achieved in matrix products and convolutions, GFLOP/s; absent where there are none. */
const gflops = z.number().optional();
const role = z.enum(roles).optional();
const shapes = z.array(z.array(z.number().int()));

export const explanation = z.object({
  network: z.string(),
  device: deviceName,
  batch: z.number().int(),
  /** Why the samples are random numbers; absent when they are the notebook’s. */
  random: z.string().optional(),
  /** Nodes before all passes, and after each of them. */
  nodesBefore: z.number().int(),
  passes: z.array(z.object({ pass: z.string(), nodes: z.number().int() })),
  /** Of one step when nothing is profiled: the median; and of all nodes together when everything is. */
  milliseconds: z.number(),
  profiled: z.number(),
  steps: z.number().int(),
  /** Floating-point operations of products and convolutions in one step, over the step's time. */
  gflops: z.number(),
  /** Rate of a large matrix product on this device, measured in between. */
  ceiling: z.number().optional(),
  operators: z.array(z.object({ operator: z.string(), count: z.number().int(), ...time, gflops })),
  layers: z.array(
    z.object({
      layer: z.string().optional(),
      ...time,
      roles: z.object({
        forward: z.number(),
        gradient: z.number(),
        update: z.number(),
        watching: z.number(),
      }),
    }),
  ),
  roles: z.array(z.object({ role, count: z.number().int(), ...time })),
  /** The slowest first. */
  nodes: z.array(
    z.object({
      name: z.string(),
      operator: z.string(),
      layer: z.string().optional(),
      role,
      ...time,
      inputs: shapes,
      outputs: shapes,
      gflops,
    }),
  ),
});
export type Explanation = z.infer<typeof explanation>;
