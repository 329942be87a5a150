import './noTelemetry';

/** ONNX Runtime as everything here loads it. */
// eslint-disable-next-line no-restricted-imports -- the one place: what comes before it must come before it
export * from 'onnxruntime-node';
