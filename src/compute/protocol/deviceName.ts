import * as z from 'zod';
import { providers } from '../../lowering/target';

export const devices = ['auto', ...providers] as const;
export const deviceName = z.enum(devices);
export type DeviceName = z.infer<typeof deviceName>;
