/** Says in the head of a client that it is ours, so that the next export may write it anew. */
export const mark = (model: string): string =>
  `${marked} ${model}; each export of it writes this file anew.`;

const marked = 'Made by DNN Notebook with';

/** Bytes at the beginning of a client that hold its mark. */
export const markLength = 200;

export const isMarked = (head: Uint8Array): boolean =>
  Buffer.from(head).toString('latin1').includes(marked);
