import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { ModelDescription } from '../../src/views/model';
import { formatInteger, formatShape } from '../../src/text/numbers';
import { LayerGraph } from '../graph/layerGraph';
import { Disclosure } from '../ui/disclosure';
import { Notice } from '../ui/status';
import { graphOf } from './graphOf';
import { TensorNumbers } from './tensorNumbers';

interface ModelGraphProps {
  readonly model: ModelDescription;
  readonly file: string;
}

/** The model's nodes, and all that the file says of the one that is selected. */
export function ModelGraph({ model, file }: ModelGraphProps) {
  const source = useMemo(() => graphOf(model), [model]);
  const indices = useMemo(() => new Map(model.tensors.map(({ name }, i) => [name, i])), [model]);
  const left = model.counts.nodes - model.nodes.length;
  return (
    <>
      {left > 0 && (
        <Notice
          kind="info"
          message={l10n.t('{0} more nodes are not shown.', formatInteger(left))}
        />
      )}
      <LayerGraph
        network={{ ...source, name: model.name || file }}
        maxHeight={Math.max(320, window.innerHeight - 220)}
        details={({ id }) => {
          const node = source.nodes.get(id);
          if (!node) return null;
          return (
            <>
              <dl class="dnn-attributes">
                {node.attributes.map(({ name, text }) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>
                      <code>{text}</code>
                    </dd>
                  </div>
                ))}
                <div>
                  <dt>{l10n.t('outputs')}</dt>
                  <dd>{node.outputs.filter(Boolean).join(', ')}</dd>
                </div>
              </dl>
              {node.inputs.map((name, i) => {
                const index = indices.get(name);
                const tensor = index === undefined ? undefined : model.tensors[index];
                return (
                  tensor &&
                  index !== undefined && (
                    <Disclosure key={`${id} ${i}`} summary={`${name} ${formatShape(tensor.shape)}`}>
                      {() => <TensorNumbers tensor={tensor} index={index} />}
                    </Disclosure>
                  )
                );
              })}
            </>
          );
        }}
      />
    </>
  );
}
