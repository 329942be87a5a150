/** Whether the user asked for less movement, in VS Code or in the system. */
export const reducedMotion = (): boolean =>
  document.body.classList.contains('vscode-reduce-motion') ||
  matchMedia('(prefers-reduced-motion: reduce)').matches;
