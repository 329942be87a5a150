import { probe } from './probe';

/** For how long the extension host cannot answer while a training sends a hundred steps a second and more. */
export const hostDelay = (): Promise<void> => probe('delayProbe');
