import { resolve } from 'node:path';

export const repository = resolve(__dirname, '../..');
export const hostFolder = __dirname;
export const hostModules = resolve(hostFolder, 'node_modules');
/** Unpacked programs; safe to delete. */
export const cacheFolder = resolve(hostFolder, '.cache');
export const screenshotFolder = resolve(repository, 'test/screenshots');
