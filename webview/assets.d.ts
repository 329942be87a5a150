/**
 * A style sheet: imported for its effect it is bundled into `dist/webview/<entry>.css`; imported
 * `with { type: 'text' }` it is a string, for the notebook renderer's shadow roots.
 */
declare module '*.css' {
  const text: string;
  export default text;
}

/** The address of a bundle of that file, for a worker. */
declare module 'worker:*' {
  const address: string;
  export default address;
}

/** A font: its address beside the bundle that names it. */
declare module '*.ttf' {
  const address: string;
  export default address;
}
