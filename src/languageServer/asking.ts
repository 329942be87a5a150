import type * as z from 'zod';
import type { OpenNotebook } from './openNotebook';
import type { OpenNotebooks } from './openNotebooks';
import { read, type atPosition, type inDocument } from './parameters';

/** A place in a cell of an open notebook. */
export interface PlaceInNotebook extends OpenNotebook {
  readonly cell: number;
  readonly offset: number;
}

/** Answers questions about the notebooks that are open: parameters are read first, and null is the answer where there is nothing to ask. */
export class Asking {
  constructor(private readonly notebooks: OpenNotebooks) {}

  readonly inNotebook =
    <P extends z.infer<typeof inDocument>, A>(
      form: z.ZodType<P>,
      work: (opened: OpenNotebook, parameters: P) => A,
    ) =>
    (received: unknown): A | null => {
      const parameters = read(form, received);
      const opened = this.notebooks.at(parameters.textDocument.uri);
      return opened ? work(opened, parameters) : null;
    };

  /** The same for a question about a place in a cell. */
  readonly atPlace = <P extends z.infer<typeof atPosition>, A>(
    form: z.ZodType<P>,
    work: (asked: PlaceInNotebook, parameters: P) => A,
  ) =>
    this.inNotebook(form, (opened, parameters) => {
      const place = opened.text.placeAt(parameters.position);
      return place ? work({ ...opened, ...place }, parameters) : null;
    });
}
