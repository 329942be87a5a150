/** The text of a line that is dragged from the palette into the network. */
export const dragType = 'application/x-dnn-line';
