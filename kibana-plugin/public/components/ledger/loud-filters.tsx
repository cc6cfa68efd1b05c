import { EuiFilterButton, EuiFilterGroup } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { COUNTED_DAYS, useUnreadable, useUnrouted, type Count } from '../../hooks/loud';
import { useUrlParams } from '../../hooks/url-params';
import { paths } from '../../places';
import { useAppLink } from '../incident-link';

/** What went wrong loudly, counted, one click away: what could not be read, and what nothing gave to a team. */
export function LoudFilters(): ReactElement {
  const { params, change } = useUrlParams();
  const { data: unreadable } = useUnreadable();
  const { data: unrouted } = useUnrouted();
  const link = useAppLink(`${paths.incidents}?unrouted=true`);
  const isOnly = params.get('outcome') === 'unreadable';
  return (
    <EuiFilterGroup compressed>
      <EuiFilterButton
        hasActiveFilters={isOnly}
        isSelected={isOnly}
        aria-pressed={isOnly}
        onClick={() => change({ outcome: isOnly ? null : 'unreadable', cursor: null })}
        data-test-subj="incidentsLedgerUnreadable"
      >
        {unreadableText(unreadable?.all)}
      </EuiFilterButton>
      <EuiFilterButton onClick={link.onClick} data-test-subj="incidentsLedgerUnrouted">
        {i18n.translate('incidents.loud.unrouted', {
          defaultMessage: 'Unrouted, open: {count}',
          values: { count: countText(unrouted) },
        })}
      </EuiFilterButton>
    </EuiFilterGroup>
  );
}

export function unreadableText(count: Count | undefined): string {
  return i18n.translate('incidents.loud.unreadable', {
    defaultMessage: 'Unreadable in {days} days: {count}',
    values: { days: COUNTED_DAYS, count: countText(count) },
  });
}

function countText(count: Count | undefined): string {
  if (!count) return '–';
  return count.isMore ? `${count.count}+` : String(count.count);
}
