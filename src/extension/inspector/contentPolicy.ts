interface Allowed {
  /** Where the page's own style sheets and pictures come from. */
  readonly source: string;
  /** Of the one script. */
  readonly script: string;
  /** Of style elements; not that of the script, because the page tells it in its head. */
  readonly style: string;
  /** Whether elements that are made from text may have styles of their own. */
  readonly styledText?: boolean;
}

/**
 * What a webview's page may load: its script, a worker of it, and its files. No style stands in text: scripts place marks by the
 * properties of `style`. The toolkit adds one style element, with the nonce it finds in the head. The editor for fields is the
 * exception: it writes its lines as text, with their places as styles.
 */
export const contentPolicy = ({ source, script, style, styledText }: Allowed): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${script}'`,
    // That of the graph's layout, whose code is in the script.
    `worker-src data:`,
    `style-src ${source} 'nonce-${style}'`,
    ...(styledText ? [`style-src-attr 'unsafe-inline'`] : []),
    `font-src ${source}`,
    `img-src ${source} data: blob:`,
  ].join('; ');

/** Tells the toolkit the nonce of its style element. */
export const styleNonce = (nonce: string): string =>
  `<meta property="csp-nonce" content="${nonce}" />`;
