import { EuiButton, EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { AuditVerification } from 'incident-core';
import type { ReactElement } from 'react';
import { useVerification } from '../../hooks/access';
import { ErrorFace } from '../face';
import { icon } from '../icon';

/** Each entry is sealed with the one before it: reading all of it shows what was changed by hand. */
export function Verification(): ReactElement {
  const { data, error, isFetching, refetch } = useVerification();
  const verify = () => void refetch();
  return (
    <>
      <EuiButton iconType={icon('lock')} onClick={verify} isLoading={isFetching} data-test-subj="incidentsAuditVerify">
        {i18n.translate('incidents.audit.verify', { defaultMessage: 'Verify the trail' })}
      </EuiButton>
      <EuiSpacer size="m" />
      {!isFetching && error !== null && <ErrorFace error={error} onRetry={verify} />}
      {!isFetching && data && error === null && <Outcome of={data} />}
    </>
  );
}

function Outcome({ of: { whole, entries, pruned, broken } }: { readonly of: AuditVerification }): ReactElement {
  const title = whole
    ? i18n.translate('incidents.audit.whole', {
        defaultMessage: 'Whole: {entries, plural, one {# entry is} other {# entries are}} as written',
        values: { entries },
      })
    : broken?.reason === 'edited'
      ? i18n.translate('incidents.audit.edited', {
          defaultMessage: 'Not whole: entry {number} is not as it was written',
          values: { number: broken.number },
        })
      : i18n.translate('incidents.audit.missing', {
          defaultMessage: 'Not whole: entry {number} is missing',
          values: { number: broken?.number ?? entries + 1 },
        });
  return (
    <>
      <EuiCallOut
        size="s"
        color={whole ? 'success' : 'danger'}
        iconType={icon(whole ? 'check' : 'error')}
        role={whole ? 'status' : 'alert'}
        title={title}
        data-test-subj="incidentsAuditOutcome"
      >
        {pruned > 0 && (
          <p>
            {i18n.translate('incidents.audit.pruned', {
              defaultMessage:
                '{pruned, plural, one {The first entry was} other {The first # entries were}} thrown away when their time was over; the trail begins with entry {first}.',
              values: { pruned, first: pruned + 1 },
            })}
          </p>
        )}
        {!whole && (
          <p>
            {i18n.translate('incidents.audit.broken', {
              defaultMessage:
                'Somebody with access to the database changed it by hand. What comes before that entry holds.',
            })}
          </p>
        )}
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}
