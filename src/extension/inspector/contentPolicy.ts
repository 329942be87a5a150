interface Allowed {
  /** Where the page's own style sheets and pictures come from. */
  readonly source: string;
  /** Of the one script. */
  readonly script: string;
  /** Of style elements; not that of the script, because the page tells it in its head. */
  readonly style: string;
}

/**
 * What a webview's page may load: its script, a worker of it, and its files. No style stands in text: scripts place marks by the
 * properties of `style`. The toolkit adds one style element, with the nonce it finds in the head.
 */
export const contentPolicy = ({ source, script, style }: Allowed): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${script}'`,
    // That of the graph's layout, whose code is in the script.
    `worker-src data:`,
    `style-src ${source} 'nonce-${style}'`,
    `font-src ${source}`,
    `img-src ${source} data: blob:`,
  ].join('; ');

/** Tells the toolkit the nonce of its style element. */
export const styleNonce = (nonce: string): string =>
  `<meta property="csp-nonce" content="${nonce}" />`;
