import { EuiBasicTable, EuiButtonEmpty, EuiButtonIcon, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { NotificationAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useNotifications } from '../../hooks/incidents';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { arrow } from '../arrow';
import { DeliveryBadge } from '../badges';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { atStart, isolate } from '../text';
import { Attempts } from './attempts';
import { channelText, eventText, reasonText } from './reasons';
import { Subdued } from '../small';

/** Who was told what, by which way, and whether it got there; each with its attempts behind a button. */
export function Deliveries({ id }: { readonly id: string }): ReactElement {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useNotifications(id);
  const [open, setOpen] = useState<readonly string[]>([]);
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={3} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyFace
        iconName="bellSlash"
        title={i18n.translate('incidents.deliveries.empty.title', { defaultMessage: 'Nobody was told' })}
        body={i18n.translate('incidents.deliveries.empty.body', {
          defaultMessage: 'The escalation says who would be, and when.',
        })}
      />
    );
  }
  const toggle = (one: string) => setOpen(open.includes(one) ? open.filter((each) => each !== one) : [...open, one]);
  return (
    <>
      <EuiBasicTable<NotificationAnswer>
        tableCaption={i18n.translate('incidents.deliveries.caption', {
          defaultMessage: 'Deliveries, the latest first',
        })}
        items={items}
        itemId="id"
        rowHeader="recipient"
        tableLayout="fixed"
        columns={columns(open, toggle)}
        itemIdToExpandedRowMap={Object.fromEntries(
          items.flatMap((item) => (open.includes(item.id) ? [[item.id, <Attempts key={item.id} of={item} />]] : [])),
        )}
        data-test-subj="incidentsDeliveries"
        rowProps={{ 'data-test-subj': 'incidentsDelivery' }}
      />
      {hasNextPage && (
        <EuiButtonEmpty size="s" isLoading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {i18n.translate('incidents.deliveries.more', { defaultMessage: 'Show earlier ones' })}
        </EuiButtonEmpty>
      )}
    </>
  );
}

function columns(open: readonly string[], toggle: (id: string) => void): EuiBasicTableColumn<NotificationAnswer>[] {
  return [
    {
      field: 'recipient',
      name: i18n.translate('incidents.deliveries.recipient', { defaultMessage: 'Who' }),
      width: '26%',
      render: (_: unknown, { recipient, address }: NotificationAnswer) => (
        <div>
          <AlertText text={recipient.name ?? '–'} most={100} />
          {address !== null && (
            <Subdued size="xs">
              <AlertText text={address} most={100} />
            </Subdued>
          )}
        </div>
      ),
    },
    {
      field: 'event',
      name: i18n.translate('incidents.deliveries.event', { defaultMessage: 'What' }),
      width: '24%',
      render: (_: unknown, { event, channel, passage }: NotificationAnswer) => (
        <div>
          {atStart(
            i18n.translate('incidents.deliveries.what', {
              defaultMessage: '{event}, by {channel}',
              values: { event: eventText(event), channel: channelText(channel) },
            }),
          )}
          {passage && (
            <Subdued size="xs">
              {i18n.translate('incidents.deliveries.passage', {
                defaultMessage: 'run {run}, round {round}, step {step}',
                values: { ...passage },
              })}
            </Subdued>
          )}
        </div>
      ),
    },
    {
      field: 'status',
      name: i18n.translate('incidents.deliveries.status', { defaultMessage: 'Status' }),
      render: (_: unknown, { status, reason }: NotificationAnswer) => (
        <div>
          <DeliveryBadge status={status} />
          {reason !== null && (
            <Subdued size="xs">
              <AlertText text={reasonText(reason)} />
            </Subdued>
          )}
        </div>
      ),
    },
    {
      field: 'created_at',
      name: i18n.translate('incidents.deliveries.time', { defaultMessage: 'Time' }),
      width: '104px',
      render: (_: unknown, { created_at, sent_at, delivered_at }: NotificationAnswer) => (
        <At time={delivered_at ?? sent_at ?? created_at} />
      ),
    },
    {
      field: 'attempts',
      name: i18n.translate('incidents.deliveries.attempts', { defaultMessage: 'Attempts' }),
      width: '84px',
      align: 'right',
      isExpander: true,
      render: (_: unknown, { id, attempts, recipient }: NotificationAnswer) => (
        <>
          {attempts.length}
          {attempts.length > 0 && (
            <EuiButtonIcon
              iconType={open.includes(id) ? arrow('down') : arrow('right')}
              color="text"
              aria-expanded={open.includes(id)}
              aria-label={i18n.translate('incidents.deliveries.attemptsOf', {
                defaultMessage: 'Attempts to reach {name}',
                values: { name: isolate(recipient.name ?? '', 60) },
              })}
              onClick={() => toggle(id)}
              data-test-subj="incidentsAttempts"
            />
          )}
        </>
      ),
    },
  ];
}
