import { DataThread } from './dataThread';

/** Imported first by the core: threads for its first data start while the rest of the core still loads. */
if (process.argv[2] === 'private' || process.argv[2] === 'shared') DataThread.prepare(2);
