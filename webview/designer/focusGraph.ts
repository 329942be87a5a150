/** Gives the focus to the selected box, else to the one that keys have reached. */
export const focusGraph = (): void =>
  document
    .querySelector<SVGElement>(
      '.dnn-design-graph .dnn-selected[data-node], .dnn-design-graph [data-node][tabindex="0"]',
    )
    ?.focus();
