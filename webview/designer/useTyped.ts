import { useEffect, useReducer, useState } from 'preact/hooks';
import { TypedText } from './typedText';

/** What a field shows while it is edited, given what the notebook has. */
export function useTyped(value: string) {
  const [current] = useState(() => new TypedText(value));
  const [, show] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    current.receive(value);
    show(undefined);
  }, [value]);
  return {
    typed: current.text,
    type: (text: string) => {
      current.type(text);
      show(undefined);
    },
    send: (onChange: (text: string) => void) => {
      if (current.send()) onChange(current.text);
    },
    reset: () => {
      current.reset();
      show(undefined);
    },
  };
}
