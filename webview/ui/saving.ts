import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Has a file saved where the user says; of a PNG file the text is base64. */
export type Save = (name: string, text: string) => void;

/** Absent where the host cannot be reached, as in a diff. */
export const Saving = createContext<Save | undefined>(undefined);

export const useSave = (): Save | undefined => useContext(Saving);
