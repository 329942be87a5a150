import { isMainThread } from 'node:worker_threads';

/**
 * Keeps ONNX Runtime from collecting and sending what it does: from 1.29 on it looks up a host of Microsoft, and keeps a
 * device id and events in the user's cache folder. It asks the environment of the process when it is loaded, which a worker
 * thread with an environment of its own cannot change. On Windows it has no such switch.
 */
if (!isMainThread) throw new Error('ONNX Runtime is loaded by the main thread only.');
process.env.ORT_DISABLE_TELEMETRY = '1';
