/** ONNX Runtime's execution providers. */
export const providers = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Provider = (typeof providers)[number];

/** What is known of where a graph will run. */
export interface Target {
  /** Absent: any. */
  readonly provider?: Provider;
  /** Channels side by side in the provider's blocked layout; undefined where it has none. */
  readonly block?: number;
}
