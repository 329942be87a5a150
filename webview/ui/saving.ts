import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What the host does with tables and pictures. */
export interface Saver {
  /** Has a file saved where the user says; of a PNG file the text is base64. */
  readonly save: (name: string, text: string) => void;
  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => void;
}

type SavingMessage =
  | { readonly type: 'save'; readonly name: string; readonly text: string }
  | { readonly type: 'copy'; readonly text: string };

/** A host that takes messages. */
export const saverOf = (post: (message: SavingMessage) => void): Saver => ({
  save: (name, text) => post({ type: 'save', name, text }),
  copy: (text) => post({ type: 'copy', text }),
});

/** Absent where the host cannot be reached, as in a diff. */
export const Saving = createContext<Saver | undefined>(undefined);

export const useSaver = (): Saver | undefined => useContext(Saving);
