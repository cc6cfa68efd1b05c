import { EuiBasicTable, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { Collected as CollectedAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { plain } from '../text';

interface Share {
  readonly name: string | null;
  readonly keys: number;
  readonly alerts: number;
}

/** What a storm incident has collected: how much, of what, from when to when. */
export function Collected({ collected }: { readonly collected: CollectedAnswer }): ReactElement {
  const { source, rate, keys, active, first_at, last_at, services, rules } = collected;
  const name = plain(source.name ?? source.id, 100);
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsCollected">
      <EuiTitle size="xs">
        <h2>{i18n.translate('incidents.collected.title', { defaultMessage: 'What the storm brought' })}</h2>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiText size="s">
        <p>
          {i18n.translate('incidents.collected.counts', {
            defaultMessage:
              '{keys} different problems from {name}, of which {active} are active; more than {rate} new ones a minute are collected.',
            values: { keys, active, rate, name },
          })}{' '}
          {first_at !== null && last_at !== null && (
            <span>
              <At time={first_at} /> – <At time={last_at} />
            </span>
          )}
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      <Shares
        title={i18n.translate('incidents.collected.services', { defaultMessage: 'Service' })}
        caption={i18n.translate('incidents.collected.servicesCaption', {
          defaultMessage: 'Services with the most problems',
        })}
        shares={services.map(({ service, environment, ...share }) => ({
          name: [service, environment].filter((part) => part !== null).join(', ') || null,
          ...share,
        }))}
      />
      <EuiSpacer size="m" />
      <Shares
        title={i18n.translate('incidents.collected.rules', { defaultMessage: 'Rule' })}
        caption={i18n.translate('incidents.collected.rulesCaption', { defaultMessage: 'Rules with the most problems' })}
        shares={rules.map(({ rule, ...share }) => ({ name: rule, ...share }))}
      />
    </EuiPanel>
  );
}

interface SharesProps {
  readonly title: string;
  readonly caption: string;
  readonly shares: readonly Share[];
}

function Shares({ title, caption, shares }: SharesProps): ReactElement {
  return (
    <EuiBasicTable<Share>
      tableCaption={caption}
      compressed
      items={[...shares]}
      rowHeader="name"
      columns={[
        {
          field: 'name',
          name: title,
          render: (_: unknown, { name }: Share) => (name === null ? '–' : <AlertText text={name} most={200} />),
        },
        {
          field: 'keys',
          width: '110px',
          align: 'right',
          name: i18n.translate('incidents.collected.keys', { defaultMessage: 'Problems' }),
        },
        {
          field: 'alerts',
          width: '110px',
          align: 'right',
          name: i18n.translate('incidents.collected.alerts', { defaultMessage: 'Alerts' }),
        },
      ]}
    />
  );
}
