/** The value of a string token; quotes that are missing or of the wrong kind have been reported before. */
export function stringValue(image: string): string {
  const quote = image[0];
  const closed = image.length > 1 && image.endsWith(quote);
  const text = image.slice(1, closed ? -1 : undefined);
  return quote === '"' ? text.replace(/\\(["\\])/g, '$1') : text;
}

/** A string as it is written in a notebook. */
export const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;
