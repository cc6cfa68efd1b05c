import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { NotificationAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { At } from '../age';
import { AlertText } from '../alert-text';

type Attempt = NotificationAnswer['attempts'][number];

/** Each try, with what came of it. */
export function Attempts({ of }: { readonly of: NotificationAnswer }): ReactElement {
  return (
    <EuiText size="xs">
      <ol css={{ marginBlock: 8 }}>
        {of.attempts.map((attempt) => (
          <li key={attempt.attempt}>
            <At time={attempt.started_at} />: {attemptText(attempt)}
            {attempt.error !== null && (
              <>
                {' – '}
                <AlertText text={attempt.error} most={1_000} />
              </>
            )}
          </li>
        ))}
      </ol>
    </EuiText>
  );
}

/** What came of a try. */
export function attemptText({ outcome, ended_at }: Pick<Attempt, 'outcome' | 'ended_at'>): string {
  switch (outcome) {
    case 'sent':
      return i18n.translate('incidents.attempt.sent', { defaultMessage: 'sent' });
    case 'delivered':
      return i18n.translate('incidents.attempt.delivered', { defaultMessage: 'delivered' });
    case 'refused':
      return i18n.translate('incidents.attempt.refused', { defaultMessage: 'refused' });
    case null:
      return ended_at === null
        ? i18n.translate('incidents.attempt.running', { defaultMessage: 'under way, or its end is not known' })
        : i18n.translate('incidents.attempt.unknown', { defaultMessage: 'its end is not known' });
  }
}
