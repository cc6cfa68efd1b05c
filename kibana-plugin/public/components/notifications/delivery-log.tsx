import {
  EuiBasicTable,
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiFilterGroup,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSpacer,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import type { DeliveryAnswer } from 'incident-core';
import { useMemo, useState, type ReactElement } from 'react';
import { createDeliveriesApi } from '../../api/deliveries';
import { useTeams, useUsers } from '../../hooks/directory';
import { useLogFilters } from '../../hooks/log';
import { useServices } from '../../hooks/services';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { arrow } from '../arrow';
import { DeliveryBadge, deliveryText } from '../badges';
import { icon } from '../icon';
import { IncidentLink } from '../incident-link';
import { channelName, channelText, eventText, reasonText } from '../incident/reasons';
import { ChoiceFilter } from '../incidents/choice-filter';
import { LogPage } from '../log-page';
import { Roomy } from '../roomy';
import { Subdued } from '../small';
import { atStart, isolate } from '../text';
import { DeliveryDetail } from './delivery-detail';

/** What the log can be narrowed to, by the names that the backend has for it. */
const FILTERS = ['status', 'channel', 'user_id', 'team_id', 'incident_id', 'from', 'to'] as const;
const STATUSES = ['pending', 'sending', 'sent', 'delivered', 'failed', 'suppressed'] as const;
const CHANNELS = ['email', 'slack', 'sms', 'voice', 'teams', 'webhook'] as const;

/** What was sent to whom, and what came of it; the filters and the page stand in the address. */
export function DeliveryLog(): ReactElement {
  const { api } = useServices();
  const { data: users = [] } = useUsers();
  const { data: teams = [] } = useTeams();
  const calls = useMemo(() => createDeliveriesApi(api.caller), [api]);
  const [open, setOpen] = useState<readonly string[]>([]);
  const { query, chosen, narrow, clear } = useLogFilters(FILTERS);
  const page = useQuery({
    queryKey: ['deliveries', query],
    queryFn: ({ signal }) => calls.deliveries(query, signal),
    keepPreviousData: true,
  });
  const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({ value: id, text: name });
  const toggle = (id: string) => setOpen(open.includes(id) ? open.filter((each) => each !== id) : [...open, id]);
  return (
    <>
      <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="center">
        <EuiFlexItem grow={false}>
          <EuiFilterGroup>
            <ChoiceFilter
              name={i18n.translate('incidents.log.status', { defaultMessage: 'Status' })}
              choices={STATUSES.map((value) => ({ value, text: deliveryText(value) }))}
              chosen={chosen('status')}
              onChoose={narrow('status')}
              subject="incidentsLogStatus"
            />
            <ChoiceFilter
              name={i18n.translate('incidents.log.channel', { defaultMessage: 'Channel' })}
              choices={CHANNELS.map((value) => ({ value, text: channelName(value) }))}
              chosen={chosen('channel')}
              onChoose={narrow('channel')}
              subject="incidentsLogChannel"
            />
            <ChoiceFilter
              name={i18n.translate('incidents.log.user', { defaultMessage: 'Responder' })}
              choices={users.map(named)}
              chosen={chosen('user_id')}
              onChoose={narrow('user_id')}
              search="among"
              single
              subject="incidentsLogUser"
            />
            <ChoiceFilter
              name={i18n.translate('incidents.log.team', { defaultMessage: 'Team' })}
              choices={teams.map(named)}
              chosen={chosen('team_id')}
              onChoose={narrow('team_id')}
              search="among"
              single
              subject="incidentsLogTeam"
            />
          </EuiFilterGroup>
        </EuiFlexItem>
        <EuiFlexItem />
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="s"
            iconType={icon('refresh')}
            isLoading={page.isFetching}
            onClick={() => void page.refetch()}
            data-test-subj="incidentsLogRefresh"
          >
            {i18n.translate('incidents.log.refresh', { defaultMessage: 'Refresh' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <LogPage
        page={page}
        empty={{
          iconName: 'push',
          title: i18n.translate('incidents.log.empty.title', { defaultMessage: 'Nothing was sent' }),
          body: i18n.translate('incidents.log.empty.body', { defaultMessage: 'Fewer filters may show more.' }),
          clearText: i18n.translate('incidents.log.empty.clear', { defaultMessage: 'Clear the filters' }),
          onClear: clear,
        }}
        subject="incidentsLog"
      >
        {(items) => (
          <Roomy width={720}>
            <EuiBasicTable<DeliveryAnswer>
              tableCaption={i18n.translate('incidents.log.caption', { defaultMessage: 'Deliveries, the latest first' })}
              items={items}
              itemId="id"
              rowHeader="recipient"
              tableLayout="fixed"
              columns={columns(open, toggle)}
              itemIdToExpandedRowMap={Object.fromEntries(
                items.flatMap((item) =>
                  open.includes(item.id) ? [[item.id, <DeliveryDetail key={item.id} delivery={item} />]] : [],
                ),
              )}
              rowProps={{ 'data-test-subj': 'incidentsLogRow' }}
            />
          </Roomy>
        )}
      </LogPage>
    </>
  );
}

function columns(open: readonly string[], toggle: (id: string) => void): EuiBasicTableColumn<DeliveryAnswer>[] {
  return [
    {
      field: 'created_at',
      name: i18n.translate('incidents.log.time', { defaultMessage: 'Time' }),
      width: '180px',
      render: (_: unknown, { created_at }: DeliveryAnswer) => <At time={created_at} />,
    },
    {
      field: 'recipient',
      name: i18n.translate('incidents.log.who', { defaultMessage: 'Who' }),
      width: '22%',
      render: (_: unknown, { recipient, address }: DeliveryAnswer) => (
        <div css={{ minWidth: 0 }}>
          <AlertText text={recipient.name ?? '–'} most={80} />
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
      name: i18n.translate('incidents.log.what', { defaultMessage: 'What' }),
      render: (_: unknown, { event, channel, incident }: DeliveryAnswer) => (
        <div css={{ minWidth: 0, width: '100%' }}>
          {atStart(
            i18n.translate('incidents.log.event', {
              defaultMessage: '{event}, by {channel}',
              values: { event: eventText(event), channel: channelText(channel) },
            }),
          )}
          {incident && <IncidentLink {...incident} />}
        </div>
      ),
    },
    {
      field: 'status',
      name: i18n.translate('incidents.log.came', { defaultMessage: 'What came of it' }),
      width: '26%',
      render: (_: unknown, { status, reason, hold_reason, merged_into }: DeliveryAnswer) => (
        <div>
          <DeliveryBadge status={status} />
          {[reason, hold_reason].map(
            (why) =>
              why !== null && (
                <Subdued key={why} size="xs">
                  <AlertText text={reasonText(why)} />
                </Subdued>
              ),
          )}
          {merged_into !== null && (
            <Subdued size="xs">
              {i18n.translate('incidents.log.merged', { defaultMessage: 'in one message with others' })}
            </Subdued>
          )}
        </div>
      ),
    },
    {
      field: 'id',
      name: i18n.translate('incidents.log.details', { defaultMessage: 'Details' }),
      width: '80px',
      align: 'right',
      isExpander: true,
      render: (_: unknown, { id, recipient }: DeliveryAnswer) => (
        <EuiButtonIcon
          iconType={open.includes(id) ? arrow('down') : arrow('right')}
          color="text"
          aria-expanded={open.includes(id)}
          aria-label={i18n.translate('incidents.log.detailsOf', {
            defaultMessage: 'Details of what {name} was sent',
            values: { name: isolate(recipient.name ?? '', 60) },
          })}
          onClick={() => toggle(id)}
          data-test-subj="incidentsLogDetails"
        />
      ),
    },
  ];
}
