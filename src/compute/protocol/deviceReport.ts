import { z } from 'zod';
import { deviceName } from './deviceName';

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
  description: z.string().optional(),
});
export type DeviceReport = z.infer<typeof deviceReport>;
