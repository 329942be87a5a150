import * as z from 'zod';
import { deviceName } from './deviceName';

/** Why a device is not used: the machine does not seem to have it, it has it but it does not work, or it was not tried. */
export const unusedCause = z.enum(['absent', 'broken', 'untried']);
export type UnusedCause = z.infer<typeof unusedCause>;

/** What a check of a device found. */
export const deviceReport = z.object({
  device: deviceName,
  works: z.boolean(),
  /** Measured rate of a 1024³ matrix product, GFLOP/s. */
  gemm: z.number().optional(),
  /** Measured milliseconds of a small network's training step. */
  step: z.number().optional(),
  /** Why it does not work, and what to do. */
  reason: z.string().optional(),
  cause: unusedCause.optional(),
  description: z.string().optional(),
});
export type DeviceReport = z.infer<typeof deviceReport>;
