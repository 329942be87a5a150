import plot from 'uplot/dist/uPlot.min.css' with { type: 'text' };
import charts from '../charts/charts.css' with { type: 'text' };
import dataViews from '../dataViews/dataViews.css' with { type: 'text' };
import featureMaps from '../featureMaps/featureMaps.css' with { type: 'text' };
import graph from '../graph/graph.css' with { type: 'text' };
import layers from '../layers/layers.css' with { type: 'text' };
import ui from '../ui/ui.css' with { type: 'text' };
import views from '../views/views.css' with { type: 'text' };

/** All style sheets in one, shared by the shadow roots of all outputs. */
export function outputStyles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([plot, ui, charts, graph, layers, featureMaps, dataViews, views].join('\n'));
  return sheet;
}
