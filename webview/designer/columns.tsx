import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useWidth } from '../ui/hooks';
import { Segmented } from '../ui/segmented';

/** What stands beside the graph or below it. */
export type Side = 'form' | 'palette' | 'outline';

interface ColumnsProps {
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  readonly palette: ComponentChildren;
  readonly middle: (isWide: boolean) => ComponentChildren;
  readonly outline: ComponentChildren;
  readonly form: ComponentChildren;
}

const wide = 900;
const medium = 520;

/** The parts of the designer side by side; where there is no room, below the graph one of them at a time. */
export function Columns(props: ColumnsProps) {
  const { side, onSide, palette, middle, outline, form } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={ref}>
      {width >= wide ? (
        <div class="dnn-designer-columns dnn-designer-wide">
          {palette}
          <div class="dnn-designer-middle">
            {middle(true)}
            {outline}
          </div>
          {form}
        </div>
      ) : (
        <div class={`dnn-designer-columns ${width >= medium ? 'dnn-designer-medium' : ''}`}>
          <div class="dnn-designer-middle">{middle(false)}</div>
          <div class="dnn-designer-side">
            <Segmented
              label={l10n.t('Below the graph')}
              value={side}
              options={[
                { value: 'form', text: l10n.t('Properties') },
                { value: 'palette', text: l10n.t('Add') },
                { value: 'outline', text: l10n.t('Structure') },
              ]}
              onChange={onSide}
            />
            {{ form, palette, outline }[side]}
          </div>
        </div>
      )}
    </div>
  );
}
