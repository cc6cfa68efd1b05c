import {
  EuiBasicTable,
  EuiFieldSearch,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSpacer,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { Roomy } from '../roomy';

interface SearchTableProps<Row extends object> {
  readonly rows: readonly Row[];
  readonly columns: EuiBasicTableColumn<Row>[];
  readonly caption: string;
  readonly idOf: (row: Row) => string;
  /** What a search looks through. */
  readonly textOf: (row: Row) => string;
  /** Beside the search. */
  readonly tools?: ReactNode;
  /** What stands where no row is. */
  readonly nothing?: string;
  readonly subject: string;
  /** So wide it is at least; where there is less room it is moved sideways. */
  readonly minWidth?: number;
  readonly isLoading?: boolean;
}

const SMALLEST = 25;
const SIZES = [SMALLEST, 50, 100];

/** A table of thousands: searched here, and drawn a page at a time. */
export function SearchTable<Row extends object>(props: SearchTableProps<Row>): ReactElement {
  const { rows, columns, caption, idOf, textOf, tools, nothing, subject, isLoading = false, minWidth = 0 } = props;
  const [search, setSearch] = useState('');
  const [page, setPage] = useState({ index: 0, size: SMALLEST });
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return rows;
    return rows.filter((row) => {
      const text = textOf(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [rows, search, textOf]);
  const last = Math.max(0, Math.ceil(found.length / page.size) - 1);
  const index = Math.min(page.index, last);
  return (
    <>
      <EuiFlexGroup gutterSize="s" alignItems="center" wrap responsive={false}>
        <EuiFlexItem css={{ minWidth: 180 }}>
          <EuiFieldSearch
            compressed
            fullWidth
            value={search}
            onChange={({ target }) => setSearch(target.value)}
            aria-label={i18n.translate('incidents.setup.search', { defaultMessage: 'Search in this table' })}
            placeholder={i18n.translate('incidents.setup.search', { defaultMessage: 'Search in this table' })}
            data-test-subj={`${subject}Search`}
          />
        </EuiFlexItem>
        {tools}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <Roomy width={minWidth}>
        <EuiBasicTable<Row>
          tableCaption={caption}
          items={found.slice(index * page.size, (index + 1) * page.size)}
          itemId={idOf}
          columns={columns}
          loading={isLoading}
          {...(nothing === undefined ? {} : { noItemsMessage: nothing })}
          {...(found.length > SMALLEST
            ? {
                pagination: {
                  pageIndex: index,
                  pageSize: page.size,
                  totalItemCount: found.length,
                  pageSizeOptions: SIZES,
                },
              }
            : {})}
          onChange={({ page: wanted }: { readonly page?: { readonly index: number; readonly size: number } }) => {
            if (wanted) setPage({ index: wanted.index, size: wanted.size });
          }}
          rowProps={{ 'data-test-subj': `${subject}Row` }}
          data-test-subj={subject}
        />
      </Roomy>
    </>
  );
}
