import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { SavedTable } from './csv';
import { SaveTable } from './saveTable';

export interface Column<Row> {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
  /** Where there is little room it stands below the row's head instead of beside it. */
  readonly wide?: boolean;
  readonly cell: (row: Row, index: number) => ComponentChildren;
  /** By what the rows can be put in order; what is undefined comes last. A saved table has it instead of what is shown. */
  readonly order?: (row: Row) => number | string | undefined;
  /** What a saved table has: numbers with all their digits. Absent: what is shown. */
  readonly value?: (row: Row, index: number) => number | string | undefined;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row, index: number) => string | number;
  /** Last row, cell by cell. */
  readonly totals?: readonly ComponentChildren[];
  readonly hideCaption?: boolean;
  readonly rowClass?: (row: Row) => string | undefined;
  /** What its file is named after; absent: the caption. */
  readonly file?: readonly string[];
  /** What is saved, where that is more than what is shown. */
  readonly whole?: () => SavedTable;
}

/** Longer tables scroll in a place of their own. */
const mostRows = 40;

/** A table whose first column heads its rows, to be saved and copied; wide tables scroll by themselves, reachable by keyboard. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rowKey, totals, hideCaption, rowClass, file = [caption] } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [sorting, setSorting] = useState<Sorting>();
  const rows = inOrder(props.rows, columns, sorting);
  const align = ({ numeric, wide }: Column<Row>) =>
    [numeric && 'dnn-number', wide && 'dnn-wide'].filter(Boolean).join(' ') || undefined;
  const wide = columns.filter((column) => column.wide);
  const shown = () => ({
    titles: columns.map(({ title }) => title),
    rows: rows.map((row, index) =>
      columns.map(({ value, order, numeric = false }, position) =>
        value || order
          ? (value?.(row, index) ?? order?.(row))
          : cellText(body.current?.rows[index]?.cells[position], numeric),
      ),
    ),
  });
  return (
    <div class="dnn-table-box">
      <div
        class={rows.length > mostRows ? 'dnn-table-scroll dnn-tall' : 'dnn-table-scroll'}
        tabIndex={0}
        role="region"
        aria-label={caption}
      >
        <table class="dnn-table">
          <caption class={hideCaption ? 'dnn-visually-hidden' : undefined}>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.title}
                  scope="col"
                  class={align(column)}
                  aria-sort={sorting?.title === column.title ? sorting.direction : undefined}
                >
                  {column.order ? (
                    <button
                      type="button"
                      class="dnn-sort"
                      onClick={() => setSorting(nextSorting(column, sorting))}
                    >
                      {column.title}
                    </button>
                  ) : (
                    column.title
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, index) => (
              <tr key={rowKey(row, index)} class={rowClass?.(row)}>
                {columns.map((column, position) =>
                  position === 0 ? (
                    <th key={column.title} scope="row" class={align(column)}>
                      {column.cell(row, index)}
                      {wide.map((below) => (
                        <span key={below.title} class="dnn-below">
                          {below.cell(row, index)}
                        </span>
                      ))}
                    </th>
                  ) : (
                    <td key={column.title} class={align(column)}>
                      {column.cell(row, index)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
          {totals && (
            <tfoot>
              <tr>
                {columns.map((column, position) => (
                  <td key={column.title} class={align(column)}>
                    {totals[position]}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <SaveTable name={file} table={props.whole ?? shown} />
    </div>
  );
}

/** What a cell shows, without what stands below it where there is little room; numbers as programs read them. */
function cellText(cell: HTMLTableCellElement | undefined, numeric: boolean): string {
  const copy = cell?.cloneNode(true) as HTMLTableCellElement | undefined;
  copy?.querySelectorAll('.dnn-below').forEach((below) => below.remove());
  const text = copy?.textContent?.trim() ?? '';
  return numeric ? text.replaceAll('−', '-').replace(/(?<=\d),(?=\d{3})/g, '') : text;
}

interface Sorting {
  readonly title: string;
  readonly direction: 'ascending' | 'descending';
}

/** Numbers begin with the greatest, names with the first. */
function nextSorting<Row>({ title, numeric }: Column<Row>, now: Sorting | undefined): Sorting {
  const first = numeric ? 'descending' : 'ascending';
  if (now?.title !== title) return { title, direction: first };
  return { title, direction: now.direction === 'ascending' ? 'descending' : 'ascending' };
}

function inOrder<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const order = columns.find(({ title }) => title === sorting?.title)?.order;
  if (!order || !sorting) return rows;
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    if (x === undefined || y === undefined)
      return Number(x === undefined) - Number(y === undefined);
    return sign * (x < y ? -1 : x > y ? 1 : 0);
  });
}
