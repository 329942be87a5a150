/** `*.inline.css` is bundled as text, for the notebook renderer's shadow root. */
declare module '*.inline.css' {
  const text: string;
  export default text;
}

/** Other style sheets are bundled into `dist/webview/<entry>.css`. */
declare module '*.css';
