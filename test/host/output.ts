/** Begins all that Mocha prints in the extension host, to tell it from VS Code's own log; invisible. */
export const testOutputMark = '\u2063';
