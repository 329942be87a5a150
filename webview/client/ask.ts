import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Ask } from './session';

/** The model's answer to the newest input: one question at a time, and those that come up meanwhile but the newest are left out. */
export function useAnswer(ask: Ask, input: Float32Array | undefined): Answer | undefined {
  const [answer, setAnswer] = useState<Answer>();
  const next = useRef<Float32Array>();
  const isAsking = useRef(false);
  const [problem, setProblem] = useState<Error>();
  useEffect(() => {
    next.current = input;
    if (isAsking.current || !input) return;
    isAsking.current = true;
    const work = async () => {
      for (let asked = next.current; asked; asked = next.current) {
        next.current = undefined;
        setAnswer(await ask(asked));
      }
    };
    work()
      .catch((error: unknown) =>
        setProblem(error instanceof Error ? error : new Error(String(error))),
      )
      .finally(() => (isAsking.current = false));
  }, [input]);
  if (problem) throw problem;
  return answer;
}
