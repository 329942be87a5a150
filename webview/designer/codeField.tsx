import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fieldMark } from '../../src/designer/mark';
import type { Operation } from '../../src/designer/operations';
import type { FieldProblem } from '../../src/designer/problems';
import type { FieldQuestion } from '../../src/views/designer';
import type { CodeEditor, createEditor } from '../monaco/main';
import { useUniqueId } from '../ui/hooks';
import type { Actions } from './actions';
import { FieldFrame } from './fieldFrame';
import { TextField, type TextFieldProps } from './fields';
import { focusGraph } from './focusGraph';
import { askField } from './host';
import { useMonaco } from './loadMonaco';

interface CodeFieldProps extends Omit<TextFieldProps, 'onChange' | 'isCode'> {
  /** What is typed is a line of a network, not a value. */
  readonly isLine?: boolean;
  readonly actions: Actions;
  readonly operation: (value: string) => Operation;
}

/** A text of the language, with its colours, its completion and what is wrong with it while it is typed. */
export function CodeField(props: CodeFieldProps) {
  const { actions, operation } = props;
  const monaco = useMonaco();
  if (!monaco)
    return <TextField {...props} isCode onChange={(value) => actions.edit(operation(value))} />;
  return <MonacoField {...props} create={monaco.createEditor} />;
}

type Create = typeof createEditor;

function MonacoField(props: CodeFieldProps & { readonly create: Create }) {
  const { name, value, placeholder = '', isLine = false, create } = props;
  const id = useUniqueId(name);
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>();
  const [typing, setTyping] = useState<FieldProblem>();
  /** The newest properties, for an editor that outlives them. */
  const latest = useRef(props);
  latest.current = props;
  const ask = (question: FieldQuestion, text: string) => {
    const { actions, operation } = latest.current;
    const { revision } = actions;
    return askField({ revision, operation: operation(fieldMark), text, question });
  };
  useLayoutEffect(() => {
    if (!place.current) return;
    const created = create(place.current, {
      value,
      placeholder,
      isLine,
      ask,
      onCommit: (text) => {
        const { actions, operation, value: last } = latest.current;
        if (text !== last) actions.edit(operation(text));
      },
      onLeave: focusGraph,
      onProblem: (problem) => setTyping(problem),
    });
    editor.current = created;
    return () => created.dispose();
  }, []);
  useEffect(() => {
    editor.current?.setValue(value);
    setTyping(undefined);
  }, [value]);
  const problem = typing ?? props.problem;
  const describe = useRef({ id, described: '', isInvalid: false });
  useEffect(() => editor.current?.describe(describe.current));
  return (
    <FieldFrame {...props} id={id} problem={problem}>
      {(described) => {
        describe.current = { id, described, isInvalid: problem?.severity === 'error' };
        return (
          <div
            ref={place}
            class="dnn-field-input dnn-code-field"
            data-field={name}
            onClick={() => editor.current?.focus()}
          />
        );
      }}
    </FieldFrame>
  );
}
