import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
  /** Where there is little room it stands below the row's head instead of beside it. */
  readonly wide?: boolean;
  readonly cell: (row: Row, index: number) => ComponentChildren;
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
}

/** Longer tables scroll in a place of their own. */
const mostRows = 40;

/** A table whose first column heads its rows; wide tables scroll by themselves, reachable by keyboard. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, totals, hideCaption, rowClass } = props;
  const align = ({ numeric, wide }: Column<Row>) =>
    [numeric && 'dnn-number', wide && 'dnn-wide'].filter(Boolean).join(' ') || undefined;
  const wide = columns.filter((column) => column.wide);
  return (
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
              <th key={column.title} scope="col" class={align(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
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
  );
}
