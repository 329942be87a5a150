/** Called by VS Code when the extension starts. */
export function activate(): void {}
