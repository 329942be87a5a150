import { z } from 'zod';

export const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export const deviceName = z.enum(devices);
export type DeviceName = z.infer<typeof deviceName>;
