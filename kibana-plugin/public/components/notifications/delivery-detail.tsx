import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DeliveryAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { attemptText } from '../incident/attempts';
import { Subdued } from '../small';

/** Each try of a delivery, with what the provider said and how long it took. */
export function DeliveryDetail({ delivery }: { readonly delivery: DeliveryAnswer }): ReactElement {
  const { attempts, due_at, sent_at, delivered_at, provider_id, ended_at } = delivery;
  const times = [
    [i18n.translate('incidents.log.sent', { defaultMessage: 'sent' }), sent_at],
    [i18n.translate('incidents.log.delivered', { defaultMessage: 'delivered' }), delivered_at],
    [i18n.translate('incidents.log.due', { defaultMessage: 'next try' }), ended_at === null ? due_at : null],
  ] as const;
  return (
    <EuiText size="xs" css={{ width: '100%' }} data-test-subj="incidentsLogDetail">
      <div css={{ display: 'flex', flexWrap: 'wrap', columnGap: 16, marginBlock: 4 }}>
        {times.map(
          ([name, time]) =>
            time !== null && (
              <span key={name}>
                {name} <At time={time} />
              </span>
            ),
        )}
        {provider_id !== null && (
          <span>
            {i18n.translate('incidents.log.provider', { defaultMessage: 'the provider calls it' })}{' '}
            <AlertText text={provider_id} most={120} />
          </span>
        )}
      </div>
      {attempts.length === 0 ? (
        <Subdued size="xs">
          {i18n.translate('incidents.log.none', { defaultMessage: 'It was not tried by itself.' })}
        </Subdued>
      ) : (
        <ol css={{ marginBlock: 4 }}>
          {attempts.map((attempt) => (
            <li key={attempt.attempt}>
              <At time={attempt.started_at} />: {attemptText(attempt)}
              {attempt.latency_ms !== null &&
                ` ${i18n.translate('incidents.log.latency', {
                  defaultMessage: 'in {latency} ms',
                  values: { latency: attempt.latency_ms },
                })}`}
              {attempt.error !== null && (
                <>
                  {' – '}
                  <AlertText text={attempt.error} most={1_000} />
                </>
              )}
            </li>
          ))}
        </ol>
      )}
    </EuiText>
  );
}
