import { EuiAccordion, EuiBasicTable, EuiSpacer, EuiTitle, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import type { RefusedPostsAnswer } from 'incident-core';
import { useMemo, type ReactElement } from 'react';
import { createLedgerApi } from '../../api/ledger';
import { queryKeys } from '../../api/query-keys';
import { useServices } from '../../hooks/services';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { whyText } from './outcome-words';
import { whole } from '../numbers';

/** Posts of which nothing was kept, as far as they are known: how many in a minute, and why. */
export function Refused({ source }: { readonly source: string | undefined }): ReactElement | null {
  const { api } = useServices();
  const calls = useMemo(() => createLedgerApi(api.caller), [api]);
  const { data } = useQuery({
    queryKey: [...queryKeys.ledger, 'refused', source],
    queryFn: ({ signal }) => calls.refused({ source, limit: 20 }, signal),
  });
  if (!data || data.items.length === 0) return null;
  const title = i18n.translate('incidents.refused.title', { defaultMessage: 'Posts that were refused, and not kept' });
  return (
    <>
      <EuiSpacer size="m" />
      <EuiAccordion
        id="incidents-refused"
        buttonContent={
          <EuiTitle size="xs">
            <h2>{title}</h2>
          </EuiTitle>
        }
        data-test-subj="incidentsRefused"
      >
        <EuiSpacer size="s" />
        <EuiBasicTable<RefusedPostsAnswer>
          tableCaption={title}
          items={[...data.items]}
          itemId="id"
          rowHeader="first_at"
          columns={columns()}
          rowProps={{ 'data-test-subj': 'incidentsRefusedRow' }}
        />
      </EuiAccordion>
    </>
  );
}

function columns(): EuiBasicTableColumn<RefusedPostsAnswer>[] {
  return [
    {
      field: 'first_at',
      name: i18n.translate('incidents.refused.minute', { defaultMessage: 'Minute that began about' }),
      render: (_: unknown, { first_at }: RefusedPostsAnswer) => <At time={first_at} />,
    },
    {
      field: 'source',
      name: i18n.translate('incidents.ledger.source', { defaultMessage: 'Source' }),
      render: (_: unknown, { source }: RefusedPostsAnswer) => <AlertText text={source?.name ?? '–'} most={80} />,
    },
    {
      field: 'reason',
      name: i18n.translate('incidents.refused.why', { defaultMessage: 'Why' }),
      render: (_: unknown, { reason }: RefusedPostsAnswer) => whyText(reason),
    },
    {
      field: 'count',
      name: i18n.translate('incidents.refused.count', { defaultMessage: 'How many' }),
      align: 'right',
      render: (_: unknown, { count }: RefusedPostsAnswer) => whole(count),
    },
  ];
}
