import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { colourAt } from '../ui/colourMap';
import type { LayerChartData } from './layerData';
import { formatInteger, powerOfTen } from '../../src/text/numbers';
import type { LogScale } from '../../src/views/logScale';
import { formatValue } from '../ui/format';
import { LineChart, type LineSeries } from '../charts/lineChart';

interface LayerLinesProps {
  readonly data: LayerChartData;
  readonly scale: LogScale;
  readonly label: string;
}

/** A measure of layers over training as lines, coloured by depth so that what vanishes on the way shows as a fan. */
export function LayerLines({ data, scale, label }: LayerLinesProps) {
  const layers = data.rows.map(({ layer }) => layer).join('|');
  const series = useMemo(
    () =>
      data.rows.map(({ layer }, index): LineSeries => {
        const depth = data.rows.length > 1 ? index / (data.rows.length - 1) : 0.5;
        return {
          label: layer,
          // The end of the map that would vanish into the background is left out.
          colour: (theme) =>
            colourAt('sequential', theme.kind === 'dark' ? 0.35 + 0.65 * depth : 0.8 * depth),
          width: 1.75,
        };
      }),
    [layers],
  );
  const aligned = useMemo(
    () => ({ x: data.steps, columns: data.rows.map(({ history }) => history) }),
    [data],
  );
  return (
    <LineChart
      title={l10n.t('Over training')}
      description={l10n.t(
        'Chart of each layer’s {0} over the training steps; the table below has the latest values.',
        label,
      )}
      series={series}
      data={aligned}
      logarithmic
      xRange={[data.steps[0] ?? 0, Math.max(data.steps.at(-1) ?? 1, (data.steps[0] ?? 0) + 1)]}
      yRange={() => [10 ** scale.low, 10 ** scale.high]}
      formatX={(step) => l10n.t('step {0}', formatInteger(step))}
      formatY={(value) => formatValue(value, 2)}
      formatTick={(value) => powerOfTen(Math.round(Math.log10(value)))}
      height={240}
    />
  );
}
