import { EuiBadge, EuiLoadingSpinner, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PageTestAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { usePageTest } from '../../hooks/page-test';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { DeliveryBadge, StatusBadge } from '../badges';
import { ErrorFace } from '../face';
import { IncidentLink } from '../incident-link';
import { channelText, reasonText } from '../incident/reasons';
import { Subdued } from '../small';

type Delivery = PageTestAnswer['deliveries'][number];

/** What becomes of a test, as it happens: the incident that it opened, and each message with its receipt. */
export function Receipt({ id }: { readonly id: string }): ReactElement {
  const { data, error, refetch } = usePageTest(id);
  return (
    <div data-test-subj="incidentsPageTest">
      <EuiSpacer size="s" />
      {data ? (
        <EuiText size="xs">
          <div css={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }} aria-live="polite">
            <EuiBadge color={colors[data.state]}>{stateText(data.state)}</EuiBadge>
            {data.state === 'under_way' && <EuiLoadingSpinner size="s" />}
          </div>
          {data.incident && <Opened incident={data.incident} />}
          <ul css={{ marginBlock: '8px 0 !important', listStyle: 'none', marginInlineStart: '0 !important' }}>
            {data.deliveries.map((delivery) => (
              <Message key={delivery.id} delivery={delivery} isOfMethod={data.about.type === 'contact_method'} />
            ))}
          </ul>
        </EuiText>
      ) : error ? (
        <ErrorFace error={error} onRetry={() => void refetch()} />
      ) : (
        <EuiLoadingSpinner size="s" />
      )}
    </div>
  );
}

/** A test of a policy or a source goes by an incident, which is as good as any. */
function Opened({ incident }: { readonly incident: NonNullable<PageTestAnswer['incident']> }): ReactElement {
  const { status, acknowledged_by } = incident;
  return (
    <>
      <EuiSpacer size="s" />
      <div css={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        <StatusBadge status={status} />
        <div css={{ minWidth: 0 }}>
          <IncidentLink {...incident} />
        </div>
      </div>
      {acknowledged_by !== null && (
        <Subdued size="xs">
          <AlertText
            text={i18n.translate('incidents.pageTest.by', {
              defaultMessage: 'Acknowledged by {name}',
              values: { name: acknowledged_by },
            })}
          />
        </Subdued>
      )}
    </>
  );
}

function Message({
  delivery,
  isOfMethod,
}: {
  readonly delivery: Delivery;
  readonly isOfMethod: boolean;
}): ReactElement {
  const { recipient, channel, status, reason, delivered_at, sent_at, created_at } = delivery;
  const way = channelText(channel);
  return (
    <li css={{ marginBlockEnd: 4, display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'baseline' }}>
      {!isOfMethod && <AlertText text={`${recipient.name ?? '–'}, ${way}`} most={100} />}
      <DeliveryBadge status={status} />
      <span>
        <At time={delivered_at ?? sent_at ?? created_at} /> {receiptText(delivery)}
      </span>
      {reason !== null && (
        <Subdued size="xs">
          <AlertText text={reasonText(reason)} />
        </Subdued>
      )}
    </li>
  );
}

const colors = {
  under_way: 'hollow',
  sent: 'success',
  delivered: 'success',
  acknowledged: 'success',
  failed: 'danger',
} as const satisfies Readonly<Record<PageTestAnswer['state'], string>>;

function stateText(state: PageTestAnswer['state']): string {
  switch (state) {
    case 'under_way':
      return i18n.translate('incidents.pageTest.underWay', { defaultMessage: 'On its way' });
    case 'sent':
      return i18n.translate('incidents.pageTest.sent', { defaultMessage: 'The provider has taken it' });
    case 'delivered':
      return i18n.translate('incidents.pageTest.delivered', { defaultMessage: 'It has arrived' });
    case 'acknowledged':
      return i18n.translate('incidents.pageTest.acknowledged', { defaultMessage: 'It was acknowledged' });
    case 'failed':
      return i18n.translate('incidents.pageTest.failed', { defaultMessage: 'It did not get through' });
  }
}

function receiptText({ latency_ms, receipt }: Delivery): string {
  const took =
    latency_ms === null
      ? ''
      : i18n.translate('incidents.pageTest.latency', {
          defaultMessage: 'after {latency} ms',
          values: { latency: latency_ms },
        });
  return [took, waitedText(receipt)].filter(Boolean).join(', ');
}

function waitedText(receipt: Delivery['receipt']): string {
  switch (receipt) {
    case 'awaited':
      return i18n.translate('incidents.pageTest.awaited', { defaultMessage: 'a receipt is awaited' });
    case 'received':
      return i18n.translate('incidents.pageTest.received', { defaultMessage: 'with a receipt' });
    case 'missed':
      return i18n.translate('incidents.pageTest.missed', { defaultMessage: 'the receipt did not come' });
    case 'none':
      return '';
  }
}
